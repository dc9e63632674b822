import { viewOf } from '@faultline/core';
import { baselines } from '@faultline/facts';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { studied } from './studied-point.ts';
import type { Weakness } from './weak-point.ts';

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', baseline: { durationMs: { p50: 4, p95: 6 }, successRate: { mean: 0.9 } } },
    { id: 'rank', dependencies: ['fetch'], expectedDurationMs: 6 },
  ],
});
const known = {
  definition,
  workflowId: 'drawn',
  baselines: baselines.view(baselines.empty()),
  history: [],
};
const weakness: Weakness = {
  stepId: 'fetch',
  stepType: 'tool',
  kind: 'failure',
  failureType: 'timeout',
  fate: 'fatal',
  victimId: undefined,
  failedAttempts: 1,
  slowness: undefined,
};
const run = gantt`
  fetch: ======x        { failure: timeout }
  rank :        /  <- fetch
`;
const longer = gantt`
  fetch: ============x  { failure: timeout }
  rank :              / <- fetch
`;
const studyOf = (one: Run, changes: Partial<Weakness> = {}) =>
  studied(viewOf(one, definition), { ...weakness, ...changes }, known);

describe('studied', () => {
  it('is made once for all runs in which a step fails in the same way', () => {
    expect(studyOf({ ...run, id: 'other' })).toBe(studyOf(run));
  });

  it('is made anew where the failure, or how long it took, is another one', () => {
    expect(studyOf(run, { failureType: 'validation_error' })).not.toBe(studyOf(run));
    expect(studyOf(run, { failedAttempts: 2 })).not.toBe(studyOf(run));
    expect(studyOf(longer)).not.toBe(studyOf(run));
  });
});
