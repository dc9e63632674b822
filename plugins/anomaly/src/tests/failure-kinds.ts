import type { RunView } from '@faultline/core';
import { failureTypeOf, ownFailures, type Baselines, type FailedRuns, type WorkflowShape } from '@faultline/facts';
import { kindOf, sumUpTo, type Kinds } from './kinds.ts';

/**
 * Failures that are no consequence of others, by step and type of failure, counted by runs. Types that were not kept are one kind, and as rare as any: each of
 * them may have been seen once.
 */
export function failureKinds(run: RunView, learned: Baselines, { stepIds }: WorkflowShape): Kinds {
  const failedRunsOf = (stepId: string): FailedRuns => learned.failedRunsOf(run.workflowId, stepId);
  const kinds = ownFailures(run).map((execution) => {
    // What failed has a type, known or not.
    const { type } = failureTypeOf(execution)!;
    const { byType, ofOtherTypes } = failedRunsOf(execution.stepId);
    return kindOf('failure', [execution.stepId], byType.get(type) ?? ofOtherTypes, type);
  });
  return {
    present: [...new Map(kinds.map((kind) => [kind.name, kind])).values()],
    runsAsRare: (count) =>
      stepIds.reduce((sum, stepId) => {
        const { byType, ofOtherTypes } = failedRunsOf(stepId);
        return sum + ofOtherTypes + sumUpTo(count, byType.values());
      }, 0),
  };
}
