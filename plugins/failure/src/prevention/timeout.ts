import { formatQuantity } from '@faultline/core';
import { conductToday, waysWith, type Propose } from './measure.ts';
import { roundedUp } from './rounded-up.ts';

/** Giving an attempt up: where attempts hang longer than those that complete ever take. */
export const timeout: Propose = (point, { completing }) => {
  const { record, kind } = point;
  if (kind === 'output') return { appliesNot: 'it did not hang: it completed' };
  if (!record.isDurationKnown) return { appliesNot: 'nobody knows how long an attempt takes that completes' };
  const timeoutMs = roundedUp(record.completesMs(completing));
  const longestMs = record.failsMs(1 - 1e-9);
  const longest = formatQuantity(longestMs, 'ms');
  if (longestMs <= timeoutMs)
    return { appliesNot: `attempts that fail do so within ${longest}, no later than others complete` };
  return {
    because: `attempts that fail take up to ${longest}`,
    figures: { timeoutMs },
    ways: waysWith(point, { ...conductToday(point), timeoutMs }),
  };
};
