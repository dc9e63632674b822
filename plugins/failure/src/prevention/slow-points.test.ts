import { viewOf } from '@faultline/core';
import { baselines } from '@faultline/facts';
import type { WorkflowDefinition } from '@faultline/model';
import { folded, gantt } from '@faultline/plugin-testkit';
import { workflowDefinitionSchema, type Run } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import type { RootCauses } from '../root-cause/root-causes.ts';
import { slowPoints } from './slow-points.ts';

const undecided: RootCauses = { roots: [], candidates: [], nowhere: 0, outside: 0 };

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', baseline: { durationMs: { p50: 4, p95: 6 } } },
    { id: 'rank', dependencies: ['fetch'], baseline: { durationMs: { p50: 4, p95: 6 } } },
  ],
  successCriteria: { maxDurationMs: 12 },
});
const usual = gantt`
  fetch: ====
  rank :     ==== <- fetch
`;
const late = gantt`
  fetch: ====
  rank :     =========== <- fetch
`;

function stepsOf(run: Run, declared?: WorkflowDefinition, history: readonly Run[] = [], causes = undecided): string[] {
  const learned = baselines.view(folded(baselines, history));
  return slowPoints(viewOf({ ...run, status: 'completed' }, declared), learned, () => causes).map(
    ({ stepId }) => stepId,
  );
}

const earlier = Array.from({ length: 60 }, (_, at) => ({
  ...usual,
  status: 'completed' as const,
  id: `earlier-${at}`,
}));

describe('slowPoints', () => {
  it('are steps beyond their usual time in a run beyond the time it is allowed', () => {
    expect(stepsOf(late, definition)).toEqual(['rank']);
    expect(stepsOf(usual, definition)).toEqual([]);
  });

  it('go by what was learned where nothing is declared', () => {
    expect(stepsOf(late, undefined, earlier)).toEqual(['rank']);
    expect(stepsOf(usual, undefined, earlier)).toEqual([]);
  });

  it('are none where nobody knows what is usual, of a step or of the run', () => {
    expect(stepsOf(late)).toEqual([]);
    expect(stepsOf(late, { ...definition, successCriteria: {} })).toEqual([]);
  });

  it('are not steps that a run is in time with, at the limit to the millisecond', () => {
    expect(stepsOf(late, { ...definition, successCriteria: { maxDurationMs: 15 } })).toEqual([]);
    expect(stepsOf(late, { ...definition, successCriteria: { maxDurationMs: 14 } })).toEqual(['rank']);
  });

  it('are the callee, not the caller that waits for it', () => {
    const nested = gantt`
      agent : ====================
        tool:  ==================
    `;
    const declared = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: ['agent', 'tool'].map((id) => ({ id, baseline: { durationMs: { p50: 4, p95: 6 } } })),
      successCriteria: { maxDurationMs: 12 },
    });
    expect(stepsOf(nested, declared)).toEqual(['tool']);
  });
});
