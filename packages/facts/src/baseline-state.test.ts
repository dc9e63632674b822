import { historyOf, viewOf } from '@faultline/core';
import { workflowDefinitionSchema, type Run, type StepExecutionInput } from '@faultline/model';
import { executionOf, folded, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import type { BaselineState } from './baseline-state.ts';
import { baselines } from './baselines.ts';
import { noValues } from './learned-values.ts';

/** A run of one execution of the step "fetch" that took so long. */
const took = (id: string, durationMs: number, overrides: Partial<StepExecutionInput> = {}): Run =>
  runOf([executionOf({ endMs: durationMs, ...overrides })], { id });
/** Numbers between 0 and 1, far from any pattern of their index. */
const spread = (index: number): number => (index * 0.618_033_988_749) % 1;

/** Steps with seven metrics whose values differ in all digits. */
const sevenMetrics = (index: number, width = 1): Run =>
  runOf(
    [0, 1, 2].map((step) => {
      const value = (scale: number): number =>
        scale * Math.exp(width * (2 * spread(index * 7 + step + scale) + 2 * spread(index * 3 + 2 * step + scale) - 2));
      const startMs = 1_700_000_000_000 + index * 60_000 + step * 10_000;
      return executionOf({
        stepId: `step ${step}`,
        startMs,
        endMs: startMs + value(1234),
        queuedMs: startMs - value(20),
        attributes: { model: index % 2 === 0 ? 'large' : 'small' },
        metrics: {
          memoryMiB: value(512),
          cpuCores: value(1.5),
          inputTokens: Math.round(value(900)),
          outputTokens: Math.round(value(200)),
          costUsd: value(0.02),
        },
      });
    }),
    { id: `run-${index}` },
  );
const fold = (from: number, to: number): BaselineState =>
  folded(
    baselines,
    Array.from({ length: to - from }, (_, index) => sevenMetrics(from + index)),
  );

const throughJson = (state: BaselineState): BaselineState => baselines.state.parse(JSON.parse(JSON.stringify(state)));
describe('the state of baselines', () => {
  it('of two halves put together is that of the whole, in any order and through JSON, beyond what samples hold', () => {
    const whole = fold(0, 700);
    const merged = baselines.merge(throughJson(fold(300, 700)), throughJson(fold(0, 300)));
    expect(merged).toEqual(whole);
    expect(JSON.parse(JSON.stringify(merged))).toEqual(JSON.parse(JSON.stringify(whole)));
  });

  it.each([1, 4])('is below 64 KiB for a step with seven metrics, also where they spread wide: %d', (width) => {
    const { steps } = folded(
      baselines,
      Array.from({ length: 3000 }, (_, index) => sevenMetrics(index, width)),
    );
    for (const step of Object.values(steps)) {
      expect(step.executions.columns).toHaveLength(7);
      expect(JSON.stringify(step).length).toBeLessThan(64 * 1024);
    }
  });

  it('holds nothing of inputs, outputs, attributes, subjects, contexts, ids and error texts', () => {
    const secret = 'Jane Doe';
    const run = runOf(
      [
        executionOf({
          id: secret,
          item: secret,
          input: { name: secret },
          output: [secret],
          attributes: { name: secret, model: 'large' },
          clock: secret,
        }),
        executionOf({
          id: 'failed',
          startMs: 2,
          endMs: 3,
          status: 'failed',
          error: { type: 'timeout', message: secret, stack: secret },
        }),
      ],
      {
        id: secret,
        subjectId: secret,
        context: { name: secret },
        notes: [{ id: 'ingest/a', severity: 'info', message: secret }],
      },
    );
    const text = JSON.stringify(folded(baselines, [run]));
    expect(text).toContain('timeout');
    expect(text).not.toContain(secret);
  });

  it('of an earlier version is discarded, and that is said', () => {
    const { views, discarded } = historyOf([baselines], {
      'baselines/by-step': { version: 1, state: { metrics: {}, outcomes: {} } },
    });
    expect(discarded).toEqual(['baselines/by-step']);
    expect(views.has('baselines/by-step')).toBe(true);
  });

  it('of another form is refused, also where rows do not fit the columns', () => {
    const cut = structuredClone(fold(0, 2));
    for (const { executions } of Object.values(cut.steps)) executions.columns.pop();
    expect(baselines.state.safeParse(cut).success).toBe(false);
    for (const state of [{}, { steps: { x: {} }, workflows: {} }, [], null])
      expect(baselines.state.safeParse(state).success).toBe(false);
  });

  describe('that was damaged is refused', () => {
    const damages: Record<string, (state: BaselineState, step: BaselineState['steps'][string]) => void> = {
      'no values': (_, { executions }) => {
        Object.assign(executions.values[0], noValues());
      },
      'no extremes': (_, { executions }) => {
        Object.assign(executions.values[0].extremes, { largest: [], smallest: [] });
      },
      'extremes out of order': (_, { executions }) => {
        executions.values[0].extremes.largest.reverse();
      },
      'a column twice': (_, { executions }) => {
        executions.columns[1] = executions.columns[0]!;
      },
      'a row without a start': (_, { executions }) => {
        executions.sample[0] = executions.sample[0].with(2, Number.NaN);
      },
      'a row that is not there': (_, { executions }) => {
        executions.sample.pop();
      },
      'latest rows of more executions than there were': (_, { executions }) => {
        executions.recent.push(executions.sample[0]);
      },
      'no buckets': (_, { executions }) => {
        executions.values[0].histogram.positive.length = 0;
      },
      'buckets of other values': (_, { executions }) => {
        for (const segment of executions.values[0].histogram.positive) segment[0] += 7;
      },
      'a bucket beyond all numbers': (_, { executions }) => {
        executions.values[0].histogram.positive.push([1e12, 1]);
      },
      'a count beyond all bounds': (_, { executions }) => {
        executions.values[0].histogram.positive[0][1] = 1e15;
      },
      'a count that is none': (_, { executions }) => {
        executions.values[0].histogram.positive[0][1] = -3;
      },
      'values left out where there is room': (_, { executions }) => {
        executions.otherValues = 1;
      },
      'columns without end': (_, { executions }) => {
        executions.columns.push(...Array.from({ length: 40 }, (__, at) => `z${at}`));
      },
      'rows out of order': (_, { executions }) => {
        executions.sample.reverse();
      },
      'no executions per run': (_, step) => {
        step.executionsPerRun = noValues();
      },
      'counts beyond all bounds': (_, step) => {
        step.completed = Number.MAX_SAFE_INTEGER;
      },
      'a key that is none': ({ steps }, step) => {
        steps['nonsense'] = step;
      },
      'a key with a part too few': ({ steps }, step) => {
        steps['["drawn"]'] = step;
      },
    };
    it.each(Object.keys(damages))('%s', (name) => {
      const state = throughJson(fold(0, 5));
      expect(baselines.state.safeParse(state).success).toBe(true);
      damages[name](state, Object.values(state.steps)[0]);
      expect(baselines.state.safeParse(state).success).toBe(false);
    });
  });

  it('knows the same runs of declared and undeclared workflows', () => {
    const definition = workflowDefinitionSchema.parse({ id: 'drawn', steps: [{ id: 'fetch' }] });
    const state = baselines.add(baselines.empty(), viewOf(gantt`fetch: ==`, definition));
    expect(baselines.view(state).of('drawn', 'fetch', 'waitMs')?.mean).toBe(0);
  });
});

const run = (index: number, overrides: Partial<StepExecutionInput> = {}): Run =>
  took(`run-${index}`, 1 + index, overrides);
const runs = (count: number): Run[] => Array.from({ length: count }, (_, index) => run(index));
const knows = (state: BaselineState, other: Run): boolean | undefined => baselines.knows?.(state, viewOf(other));

describe('Baselines.knows', () => {
  it('every run that was learned, and no other, as long as they are few', () => {
    const state = folded(baselines, runs(256));
    expect(new Set(runs(256).map((each) => knows(state, each)))).toEqual(new Set([true]));
    expect(new Set(Array.from({ length: 50 }, (_, index) => knows(state, run(1000 + index))))).toEqual(
      new Set([false]),
    );
    const more = folded(baselines, runs(380));
    expect(new Set(runs(380).map((each) => knows(more, each)))).toEqual(new Set([true]));
    expect(knows(more, run(1000))).toBe(false);
  });

  it('none of another workflow, with another start, or with other figures', () => {
    const state = folded(baselines, runs(3));
    expect(knows(state, { ...run(1), workflowId: 'another' })).toBe(false);
    expect(knows(state, { ...run(1), startMs: -1 })).toBe(false);
    expect(knows(state, run(1, { metrics: { costUsd: 1 } }))).toBe(false);
    expect(knows(state, { ...run(1), status: 'running' })).toBeUndefined();
  });

  it('what it can of many, and never takes a new run for an old one', () => {
    const state = folded(baselines, runs(2000));
    const answers = runs(2000).map((each) => knows(state, each));
    // The sample, and the latest.
    expect(answers.filter((answer) => answer === true)).toHaveLength(256 + 128);
    expect(answers).not.toContain(false);
    expect(Array.from({ length: 2000 }, (_, index) => knows(state, run(5000 + index)))).not.toContain(true);
  });
});
