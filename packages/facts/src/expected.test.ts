import { evaluate, defineDetector, viewOf, type RunView } from '@faultline/core';
import { workflowDefinitionSchema, type WorkflowDefinitionInput } from '@faultline/model';
import { folded, gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { baselines, type Baselines } from './baselines.ts';
import { enoughObservations, expected, expectedEvidence } from './expected.ts';

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

describe('expected', () => {
  it('prefers what was learned from enough observations, and says how many', () => {
    const learned = learnedFrom(enoughObservations);
    expect(expected(view(definition), 'fetch', 'durationMs', learned)).toEqual({
      p50: 2,
      p95: 2,
      mean: 2,
      basis: 'learned',
      observations: 20,
    });
    expect(expected(view(definition), 'fetch', 'successRate', learned)).toEqual({
      mean: 1,
      basis: 'learned',
      observations: 20,
    });
  });

  it('takes what is declared where too little was learned', () => {
    const learned = learnedFrom(enoughObservations - 1);
    expect(expected(view(definition), 'fetch', 'durationMs', learned)).toEqual({ p50: 4, p95: 9, basis: 'declared' });
    expect(expected(view(definition), 'fetch', 'successRate', learned)).toEqual({ mean: 0.98, basis: 'declared' });
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
