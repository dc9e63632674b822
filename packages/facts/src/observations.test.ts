import { viewOf } from '@faultline/core';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { observationsOf } from './observations.ts';
import { runFiguresOf } from './run-figures.ts';

const observed = (run: Run, ...definition: Parameters<typeof viewOf> extends [Run, ...infer Rest] ? Rest : never) =>
  observationsOf(viewOf(run, ...definition)).map((metrics) => metrics && Object.fromEntries(metrics));

describe('observationsOf', () => {
  it('has duration, own work of callers, and what was recorded', () => {
    expect(
      observed(gantt`
        p  : ========== { costUsd: 0.5 }
          a:   ====     { memoryMiB: 100 }
      `),
    ).toEqual([
      { durationMs: 10, selfMs: 6, costUsd: 0.5 },
      { durationMs: 4, memoryMiB: 100 },
    ]);
  });

  it('has no times where only the order was recorded', () => {
    const run = gantt`fetch: ==== { costUsd: 0.5 }`;
    const ordered: Run = {
      ...run,
      notes: [{ id: 'ingest/order-only', severity: 'info', message: 'No times.', executionIds: [] }],
    };
    expect(observed(ordered)).toEqual([{ costUsd: 0.5 }]);
    expect([...runFiguresOf(viewOf(ordered)).keys()].toSorted()).toEqual([
      'costUsd',
      'executions',
      'failures',
      'retries',
      'steps',
    ]);
  });

  it('has the wait after what was needed, and in a queue, but not the time of a caller', () => {
    const needed = gantt`
      fetch: ===
      parse:      ==   <- fetch
      rank :   --====
      mail :           ==
    `;
    expect(observed(needed).map((metrics) => metrics?.['waitMs'])).toEqual([undefined, 2, 2, undefined]);
  });

  it('has the wait of steps whose order is declared', () => {
    const definition = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }],
    });
    const run = gantt`
      fetch: ===
      parse:     ==
    `;
    expect(observed(run, definition).map((metrics) => metrics?.['waitMs'])).toEqual([0, 1]);
  });

  it('has nothing of what did not complete, and no duration of what ended before it started or has no known end', () => {
    const { endMs: _endMs, ...endless } = executionOf({ id: 'endless', startMs: 7, metrics: { a: 1 } });
    const run = runOf([
      executionOf({ id: 'failed', status: 'failed' }),
      executionOf({ id: 'backwards', startMs: 5, endMs: 3 }),
      endless,
    ]);
    expect(observed(run)).toEqual([undefined, {}, { a: 1 }]);
  });

  it('takes no recorded metric for one of its own, and none that is not finite', () => {
    const metrics = { durationMs: 99, selfMs: 99, attemptsPerRun: 99, broken: Number.NaN, cpuCores: 1.23456789 };
    const run = { ...runOf([]), executions: [{ ...executionOf(), metrics }] };
    expect(observed(run)).toEqual([{ durationMs: 1, cpuCores: 1.23457 }]);
  });

  it('takes any name for a metric', () => {
    const metrics = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as Record<string, number>;
    const [only] = observationsOf(viewOf(runOf([executionOf({ metrics })])));
    expect([...only!]).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['durationMs', 1],
    ]);
  });
});
