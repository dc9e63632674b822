import { viewOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { executionOf, folded, gantt, runOf, testLearner } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { baselines, type Baselines } from './baselines.ts';

const learnedFrom = (...runs: readonly Run[]): Baselines => baselines.view(folded(baselines, runs));
const numbered = (run: Run, count: number): Run[] =>
  Array.from({ length: count }, (_, index) => ({ ...run, id: `run-${index}` }));

testLearner(baselines);

describe('baselines', () => {
  it('knows the duration and every metric of completed executions', () => {
    const learned = learnedFrom(
      gantt`
        fetch: ==     { memoryMiB: 100 }
        parse:   ==== { memoryMiB: 500, costUsd: 0.5 }
      `,
      { ...gantt`fetch: ==== { memoryMiB: 300 }`, id: 'second' },
    );
    expect(learned.of('drawn', 'fetch', 'durationMs')).toMatchObject({ count: 2, isExact: true, mean: 3 });
    expect(learned.of('drawn', 'fetch', 'memoryMiB')?.quantile(0.5)).toBe(200);
    expect(learned.of('drawn', 'parse', 'costUsd')?.mean).toBe(0.5);
  });

  it('knows nothing of what it has not seen', () => {
    const learned = learnedFrom(gantt`fetch: ==`);
    expect(learned.of('drawn', 'fetch', 'memoryMiB')).toBeUndefined();
    expect(learned.of('drawn', 'parse', 'durationMs')).toBeUndefined();
    expect(learned.of('another', 'fetch', 'durationMs')).toBeUndefined();
    expect(learned.successRateOf('drawn', 'parse')).toBeUndefined();
  });

  it('leaves out durations of failed, skipped and open executions', () => {
    const learned = learnedFrom(gantt`
      fetch  : ==x
      fetch#2:    ==
      mail   :      /
      parse  :      ==>
    `);
    expect(learned.of('drawn', 'fetch', 'durationMs')).toMatchObject({ count: 1, mean: 2 });
    expect(learned.of('drawn', 'mail', 'durationMs')).toBeUndefined();
    expect(learned.of('drawn', 'parse', 'durationMs')).toBeUndefined();
  });

  it('leaves out the duration of an execution that ended before it started, or whose end is not known', () => {
    const { endMs: _endMs, ...endless } = executionOf({ id: 'endless' });
    const learned = learnedFrom(runOf([executionOf({ id: 'backwards', startMs: 5, endMs: 3 }), endless]));
    expect(learned.of('drawn', executionOf().stepId, 'durationMs')).toBeUndefined();
  });

  it('counts attempts: each failed one, and none that was skipped or still runs', () => {
    const learned = learnedFrom(gantt`
      fetch  : ==x
      fetch#2:    ==x { status: retrying }
      fetch#3:       ==
      mail   :         /
      parse  :         ==>
    `);
    expect(learned.successRateOf('drawn', 'fetch')).toMatchObject({ attempts: 3, rate: 1 / 3 });
    expect(learned.successRateOf('drawn', 'mail')).toBeUndefined();
    expect(learned.successRateOf('drawn', 'parse')).toBeUndefined();
  });

  it('gives the success rate with its interval', () => {
    const { interval } = learnedFrom(...numbered(gantt`fetch: ==x`, 20)).successRateOf('drawn', 'fetch')!;
    expect(interval.low).toBe(0);
    expect(interval.high).toBeCloseTo(0.1611, 4);
  });

  it('stays within 1 % after more runs than it keeps values of', () => {
    const learned = learnedFrom(...numbered(gantt`fetch: =======`, 300)).of('drawn', 'fetch', 'durationMs')!;
    expect(learned).toMatchObject({ count: 300, isExact: false });
    expect(Math.abs(learned.quantile(0.95) - 7)).toBeLessThanOrEqual(0.07);
  });

  it('takes any name for a workflow, a step or a metric', () => {
    const metrics = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as Record<string, number>;
    const run = runOf([executionOf({ stepId: '__proto__', metrics })], { workflowId: 'toString' });
    const stored: unknown = JSON.parse(JSON.stringify(folded(baselines, [run])));
    const state = baselines.add(baselines.state.parse(stored), viewOf({ ...run, id: 'second' }));
    const learned = baselines.view(state);
    expect(learned.of('toString', '__proto__', '__proto__')).toMatchObject({ count: 2, mean: 1 });
    expect(learned.of('toString', '__proto__', 'constructor')).toMatchObject({ count: 2, mean: 2 });
    expect(learned.of('toString', 'constructor', 'durationMs')).toBeUndefined();
  });
});
