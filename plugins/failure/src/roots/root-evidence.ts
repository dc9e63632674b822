import type { RunView } from '@faultline/core';
import { failureCauses, failureLinks, type FailureRoot } from '@faultline/facts';
import type { Evidence } from '@faultline/model';
import { edgeEvidence } from './edge-evidence.ts';

/** More edges convince nobody. */
const mostEdges = 10;

/** Evidence: the recorded edges over which a failure went on. O(effects). */
export function rootEvidence(run: RunView, { effects }: FailureRoot): readonly Evidence[] {
  const { cause, link } = failureCauses(run);
  const dependency = failureLinks.indexOf('dependency');
  const pairs = effects
    .filter((effect) => link[run.nodeOf(effect)] === dependency)
    .slice(0, mostEdges)
    .map((effect) => [run.executions[cause[run.nodeOf(effect)]!]!, effect] as const);
  return edgeEvidence(run, pairs);
}
