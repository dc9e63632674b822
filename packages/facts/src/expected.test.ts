import { evaluate, defineDetector, viewOf, type RunView } from '@faultline/core';
import { workflowDefinitionSchema, type WorkflowDefinitionInput } from '@faultline/model';
import { executionOf, folded, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { baselines, type Baselines } from './baselines.ts';
import { enoughObservations, expected, expectedEvidence, historyShortfall } from './expected.ts';

const definition: WorkflowDefinitionInput = {
  id: 'drawn',
  steps: [
    {
      id: 'fetch',
      expectedDurationMs: 5,
      baseline: { durationMs: { p50: 4, p95: 9 }, memoryMiB: { mean: 100 }, successRate: { mean: 0.98 } },
    },
    { id: 'parse', expectedDurationMs: 7 },
    { id: 'mail' },
  ],
};
const view = (defined?: WorkflowDefinitionInput): RunView =>
  viewOf(gantt`fetch: ==`, defined && workflowDefinitionSchema.parse(defined));
const learnedFrom = (count: number): Baselines =>
  baselines.view(
    folded(
      baselines,
      Array.from({ length: count }, (_, index) => ({ ...gantt`fetch: ==`, id: `${index}` })),
    ),
  );

const runOfModel = (model: string, durationMs: number, index: number) => ({
  ...runOf([executionOf({ endMs: durationMs, attributes: { model } })]),
  id: `${model} ${index}`,
});
const shortfall = (metric: string, count: number) => historyShortfall(view(), 'fetch', metric, learnedFrom(count));

describe('expected', () => {
  it('prefers what was learned from enough observations, and says how many', () => {
    const learned = learnedFrom(enoughObservations);
    expect(expected(view(definition), 'fetch', 'durationMs', learned)).toEqual({
      p50: 2,
      p95: 2,
      mean: 2,
      basis: 'learned',
      observations: 50,
    });
    expect(expected(view(definition), 'fetch', 'successRate', learned)).toEqual({
      mean: 1,
      basis: 'learned',
      observations: 50,
    });
  });

  it('lets what is declared fade where too little was learned: it counts for 20 observations', () => {
    expect(expected(view(definition), 'fetch', 'durationMs', learnedFrom(20))).toEqual({
      // Half way between 4 and 2, and between 9 and 2, as logarithms.
      p50: expect.closeTo(Math.sqrt(8), 12),
      p95: expect.closeTo(Math.sqrt(18), 12),
      basis: 'declared',
      observations: 20,
    });
    expect(expected(view(definition), 'fetch', 'successRate', learnedFrom(30))).toEqual({
      mean: expect.closeTo((30 + 20 * 0.98) / 50, 12),
      basis: 'declared',
      observations: 30,
    });
  });

  it('goes from what is declared to what is learned without a leap at the start, and never back', () => {
    const medians = [0, 1, 5, 20, 49, 50].map(
      (count) => expected(view(definition), 'fetch', 'durationMs', learnedFrom(count))?.p50 ?? 0,
    );
    expect(medians.toSorted((a, b) => b - a)).toEqual(medians);
    expect([medians.at(0), medians.at(-1)]).toEqual([4, 2]);
    expect(medians[1]).toBeGreaterThan(3.8);
  });

  it('blends as numbers what has no logarithm', () => {
    const free = { ...definition, steps: [{ id: 'fetch', baseline: { memoryMiB: { p50: 0 } } }] };
    const runs = Array.from({ length: 20 }, (_, index) => ({ ...gantt`fetch: == { memoryMiB: 8 }`, id: `${index}` }));
    const learned = baselines.view(folded(baselines, runs));
    expect(expected(view(free), 'fetch', 'memoryMiB', learned)).toMatchObject({ p50: 4, basis: 'declared' });
  });

  it('holds an execution against those that are like it', () => {
    const history = Array.from({ length: 60 }, (_, index) => [
      runOfModel('large', 900, index),
      runOfModel('small', 9, index),
    ]).flat();
    const learned = baselines.view(folded(baselines, history));
    const run = viewOf(runOfModel('small', 10, 99));
    expect(expected(run, run.executions[0], 'durationMs', learned)).toMatchObject({ p95: 9, observations: 60 });
    expect(expected(run, 'fetch', 'durationMs', learned)).toMatchObject({ p95: 900, observations: 120 });
  });

  it('decides for each metric on its own', () => {
    const learned = learnedFrom(enoughObservations);
    expect(expected(view(definition), 'fetch', 'memoryMiB', learned)).toEqual({ mean: 100, basis: 'declared' });
  });

  it('takes the expected duration for the median where no baseline is declared', () => {
    expect(expected(view(definition), 'parse', 'durationMs')).toEqual({ p50: 7, basis: 'declared' });
  });

  it('is undefined where nobody said: no such metric, no duration, no step, no definition', () => {
    expect(expected(view(definition), 'parse', 'memoryMiB')).toBeUndefined();
    expect(expected(view(definition), 'mail', 'durationMs')).toBeUndefined();
    expect(expected(view(definition), 'rank', 'durationMs')).toBeUndefined();
    expect(expected(view(), 'fetch', 'durationMs')).toBeUndefined();
  });

  it('takes no inherited property for a baseline', () => {
    expect(expected(view(definition), 'fetch', 'constructor')).toBeUndefined();
    expect(expected(view(definition), 'fetch', '__proto__')).toBeUndefined();
  });
});

describe('historyShortfall', () => {
  it('says how much was learned and how much is needed, until it is enough', () => {
    expect(shortfall('durationMs', 12)).toEqual({ observations: 12, needed: 50 });
    expect(shortfall('durationMs', 0)).toEqual({ observations: 0, needed: 50 });
    expect(shortfall('successRate', 49)).toEqual({ observations: 49, needed: 50 });
    expect([shortfall('durationMs', 50), shortfall('successRate', 50)]).toEqual([undefined, undefined]);
  });
});

describe('expectedEvidence', () => {
  it('is evidence that a report accepts', () => {
    const rule = defineDetector({
      id: 'kit/any',
      description: 'Reports what is usual.',
      severity: 'info',
      messages: { usual: 'There is something usual.' },
      detect(run, { report }) {
        const usual = expected(run, 'fetch', 'durationMs')!;
        report({ messageId: 'usual', at: [], evidence: [expectedEvidence('durationMs', 'ms', usual)] });
      },
    });
    const [finding] = evaluate(rule, view(definition), { options: {}, learned: {}, earlier: [] });
    expect(finding?.evidence).toEqual([
      { type: 'expected', metric: 'durationMs', unit: 'ms', p50: 4, p95: 9, basis: 'declared' },
    ]);
  });
});
