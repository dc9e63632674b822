import { formatQuantity, quoted } from '@faultline/core';
import { isOfInput } from './failure-kinds.ts';
import { conductToday, waysWith, type Propose } from './measure.ts';

/** Where more of the further attempts fail, trying again is in vain. */
const inVain = 0.8;

/** Trying again: where failures pass. */
export const retry: Propose = (point, settings) => {
  const { record, kind, failureType } = point;
  const { failsAgain, attempts } = record;
  if (kind === 'output') return { appliesNot: 'it did not fail: without a check nobody knows when to try again' };
  if (attempts > settings.maxRetries) return { appliesNot: `it is tried ${attempts} times already` };
  const failed = formatQuantity(failsAgain.expected, 'share');
  if (failsAgain.expected > inVain)
    return {
      appliesNot: isOfInput(failureType)
        ? `what failed with ${quoted(failureType)} fails again with the same input`
        : `further attempts are expected to fail in ${failed} of cases`,
    };
  const pauseMs = record.pauseMs ?? settings.pauseMs;
  return {
    because:
      failsAgain.observed > 0
        ? `a further attempt succeeds in ${formatQuantity(1 - failsAgain.expected, 'share')} of cases`
        : 'a failure of this kind may pass',
    figures: { retries: settings.maxRetries, pauseMs },
    ways: waysWith(point, { ...conductToday(point), attempts: settings.maxRetries + 1, pauseMs }),
  };
};
