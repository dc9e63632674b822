import { hasTimes, type RunView } from '@faultline/core';
import { failureRoots } from './failure-roots.ts';
import { wentOnAfter } from './went-on-after.ts';

/**
 * Whether a failure of one of its steps ended a recorded run. Whoever went on to speak after it failed of what was said.
 * O(failures).
 */
export const isBrokenDown = (run: RunView): boolean =>
  run.status === 'failed' &&
  hasTimes(run) &&
  failureRoots(run).some(({ outermost, fate }) => fate === 'fatal' && !wentOnAfter(run, run.nodeOf(outermost)));
