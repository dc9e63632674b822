import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { failureCauses, failureLinks } from './failure-causes.ts';

/**
 * What failed for good, and not because another step had: what is a consequence is told by its cause. In order of time.
 * O(V log V + E).
 *
 *     agent   : ====x     failed because "search" did: no
 *       search:  ==x      yes
 */
export const ownFailures = fact((run: RunView): readonly StepExecution[] => {
  if (run.failed.length === 0) return [];
  const { link } = failureCauses(run);
  return run.failed.filter((execution) => ownLinks.has(link[run.nodeOf(execution)]!));
});

/** A further attempt may fail of something else. */
const ownLinks: ReadonlySet<number> = new Set([failureLinks.indexOf('none'), failureLinks.indexOf('attempt')]);
