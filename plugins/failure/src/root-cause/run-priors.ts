import type { RunView } from '@faultline/core';
import { failureCauses, failureTypeOf, gradesOf } from '@faultline/facts';
import { fact } from '@faultline/graph';
import { recoveredNodes } from './recovered-nodes.ts';

/** How likely nothing is wrong, before looking closer. */
const nowherePrior = { failed: 0.005, gradedWrong: 0.005, withFailures: 0.1, completed: 0.95 } as const;
/** How likely there is no further fault where one was found. */
export const anotherFaultPrior = 0.7;
/** How likely a fault is outside of the trace: where no failure in it began by itself, and where one did. */
const outsidePrior = { nothingBegan: 0.5, withFailures: 0.02 } as const;

/** How likely nothing is wrong with a run, by how it ended. O(failures). */
export function nowherePriorOf(run: RunView): number {
  if (run.status === 'failed') return nowherePrior.failed;
  if (isGradedWrong(run)) return nowherePrior.gradedWrong;
  const isHarmless =
    run.status === 'completed' && run.failed.every((one) => recoveredNodes(run)[run.nodeOf(one)] === 1);
  return isHarmless ? nowherePrior.completed : nowherePrior.withFailures;
}

/** As likely as the steps of the run together, or in a fixed proportion to them. */
export function outsidePriorOf(run: RunView): number {
  const share = isUnexplained(run) ? outsidePrior.nothingBegan : outsidePrior.withFailures;
  // A run that is empty has this alone.
  const steps = Math.max(1, new Set(run.executions.map(({ stepId }) => stepId)).size);
  return Math.log((share / (1 - share)) * steps);
}

/** Whoever graded it knows that something is wrong, whatever it went through. */
const isGradedWrong = (run: RunView): boolean => gradesOf(run).some(({ isRight }) => !isRight);

/** Whether a run failed, or was graded as wrong, and nothing in it began to. O(failures), remembered. */
export const isUnexplained = fact((run: RunView): boolean => {
  if (run.status !== 'failed' && !isGradedWrong(run)) return false;
  const { root } = failureCauses(run);
  return !run.failed.some((execution) => {
    const node = run.nodeOf(execution);
    return (
      root[node] === node && recoveredNodes(run)[node] === 0 && !cannotBegin.has(failureTypeOf(execution)?.type ?? '')
    );
  });
});

/** Kinds of failures that are of another's making. */
const cannotBegin: ReadonlySet<string> = new Set(['cancelled', 'dependency_failure']);
