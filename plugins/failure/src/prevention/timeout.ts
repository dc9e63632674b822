import { formatQuantity, quoted } from '@faultline/core';
import { conductToday, waysWith, type Propose } from './measure.ts';
import { roundedUp } from './rounded-up.ts';
import { slowWays } from './slow-ways.ts';
import type { StudiedPoint } from './studied-point.ts';

/** Giving an attempt up: where attempts hang longer than those that complete ever take. */
export const timeout: Propose = (point, { completing }) => {
  const { record, kind } = point;
  if (kind === 'output') return { appliesNot: 'it did not hang: it completed' };
  if (!record.isDurationKnown) return { appliesNot: 'nobody knows how long an attempt takes that completes' };
  const timeoutMs = roundedUp(record.completesMs(completing));
  if (kind === 'slow') return tryAgain(point, timeoutMs);
  const longestMs = record.failsMs(1 - 1e-9);
  const longest = formatQuantity(longestMs, 'ms');
  if (longestMs <= timeoutMs)
    return { appliesNot: `attempts that fail do so within ${longest}, no later than others complete` };
  return {
    because: `attempts that fail take up to ${longest}`,
    assumes: undefined,
    figures: { timeoutMs },
    ways: waysWith(point, { ...conductToday(point), timeoutMs }),
  };
};

/** Of a step that was slow: given up and tried once more, where the second try need not be slow as well. */
function tryAgain({ slowness }: StudiedPoint, timeoutMs: number): ReturnType<Propose> {
  // Only slow points come here, and these say how slow they are.
  const { tookMs, sharedName } = slowness!;
  if (sharedName !== undefined)
    return { appliesNot: `${quoted(sharedName)} was slow, and a second try would use it as well` };
  const took = formatQuantity(tookMs, 'ms');
  if (tookMs <= timeoutMs) return { appliesNot: `it took ${took}, which others take that complete` };
  return {
    because: `it took ${took}, and a second try is as a rule as fast as usual`,
    assumes: 'if a second try is slow as often as a first one',
    figures: { timeoutMs, secondTry: 1 },
    ways: slowWays.triedAgain(timeoutMs),
  };
}
