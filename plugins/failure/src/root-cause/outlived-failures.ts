import type { RunView } from '@faultline/core';
import { failureCauses, failureRoots, wentOnAfter } from '@faultline/facts';
import { fact } from '@faultline/graph';

/**
 * The nodes of failures that did not end what they happened in, all attempts: a caller went on to fail of something else, or
 * the run did. They are faults, but not what broke the run. O(V + E), remembered.
 *
 *     search: =x                nothing needs it: the run went on, and failed of "store"
 *     store :    ==x
 */
export const outlivedFailures = fact((run: RunView): ReadonlySet<number> => {
  const outlived = new Set<number>();
  const roots = failureRoots(run);
  const hasEnded = run.status === 'failed' && roots.some(({ fate }) => fate === 'fatal');
  for (const { attempts, outermost, fate } of roots) {
    const node = run.nodeOf(outermost);
    const caller = run.parent[node]!;
    const hasCallerFailed = caller >= 0 && failureCauses(run).hasFailed[caller] === 1;
    if (hasCallerFailed ? wentOnAfter(run, node) : hasEnded && fate !== 'fatal')
      for (const attempt of attempts) outlived.add(run.nodeOf(attempt));
  }
  return outlived;
});
