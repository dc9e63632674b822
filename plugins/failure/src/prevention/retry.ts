import { formatQuantity, quoted } from '@faultline/core';
import { isOfInput } from './failure-kinds.ts';
import { conductToday, waysWith, type Propose } from './measure.ts';
import type { Rate } from './rate.ts';

/** Where more of the further attempts fail, trying again is in vain. */
const inVain = 0.8;

/** Trying again: where failures pass. */
export const retry: Propose = (point, settings) => {
  const { record, kind, failureType } = point;
  if (kind === 'slow') return { appliesNot: 'it did not fail: a timeout has to come first' };
  const { failsAgain, attempts } = record;
  if (kind === 'output') return { appliesNot: 'it did not fail: without a check nobody knows when to try again' };
  if (attempts > settings.maxRetries) return { appliesNot: `it is tried ${attempts} times already` };
  const failed = formatQuantity(failsAgain.expected, 'share');
  if (failureType !== undefined && isOfInput(failureType) && !hasPassed(failsAgain))
    return { appliesNot: `what failed with ${quoted(failureType)} fails again with the same input` };
  if (failsAgain.expected > inVain)
    return { appliesNot: `further attempts are expected to fail in ${failed} of cases` };
  const pauseMs = record.pauseMs ?? settings.pauseMs;
  return {
    because:
      failsAgain.observed > 0
        ? `a further attempt succeeds in ${formatQuantity(1 - failsAgain.expected, 'share')} of cases`
        : 'a failure of this kind may pass',
    assumes:
      failsAgain.observed > 0
        ? `if further attempts fail as often as the ${failsAgain.observed} that were seen`
        : 'if attempts fail independently of each other',
    figures: { retries: settings.maxRetries, pauseMs },
    ways: waysWith(point, { ...conductToday(point), attempts: settings.maxRetries + 1, pauseMs }),
  };
};

/** Whether one of the further attempts that were seen succeeded: more than the guess alone would make of it. */
const hasPassed = ({ observed, happened }: Rate): boolean => happened < observed;
