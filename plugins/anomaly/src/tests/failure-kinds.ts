import type { RunView } from '@faultline/core';
import type { Baselines, FailedRuns, WorkflowShape } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';
import { kindOf, sumUpTo, type Kinds } from './kinds.ts';

/** What a failed execution failed of. */
export const failureTypeOf = ({ error }: StepExecution): string => error?.type ?? 'unknown';

/**
 * Failures, by step and type of error, counted by runs. Types that were not kept are one kind, and as rare as any: each of
 * them may have been seen once.
 */
export function failureKinds(run: RunView, learned: Baselines, { stepIds }: WorkflowShape): Kinds {
  const failedRunsOf = (stepId: string): FailedRuns => learned.failedRunsOf(run.workflowId, stepId);
  const kinds = run.failed.map((execution) => {
    const type = failureTypeOf(execution);
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
