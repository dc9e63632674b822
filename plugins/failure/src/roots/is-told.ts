import type { RunView } from '@faultline/core';
import { failureCauses, failureRoots, type FailureRoot } from '@faultline/facts';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { severityOf } from './severity-of.ts';

/**
 * Whether the failure that an execution goes back to is told as more than a note, by the rule that owns it: what else is said
 * of it is then a note. One cause, one voice. O(1), after the roots.
 */
export function isTold(run: RunView, execution: StepExecution): boolean {
  const root = rootsByNode(run).get(failureCauses(run).root[run.nodeOf(execution)]!);
  return root !== undefined && severityOf(root) !== 'info';
}

const rootsByNode = fact(
  (run: RunView): ReadonlyMap<number, FailureRoot> =>
    new Map(failureRoots(run).map((root) => [run.nodeOf(root.execution), root])),
);
