import { formatQuantity } from '@faultline/core';
import type { Gain } from './gain.ts';
import type { ApplicableMeasure } from './measure.ts';
import { isFair, savesInOutage } from './prevention.ts';
import type { Settings } from './settings.ts';
import type { Counted, StudiedPoint } from './studied-point.ts';

/**
 * What a measure does, and what that rests on, without a full stop.
 *
 *     of 1,000 runs 28 fail today, 1.2 with it (0.3 to 6), if attempts fail independently of each other; from 412 attempts
 */
export function effectText(
  point: StudiedPoint,
  { assumes, because }: Pick<ApplicableMeasure, 'assumes' | 'because'>,
  gain: Gain | undefined,
  settings: Settings,
): string {
  if (gain === undefined) return `${because}; there is no history to say how much it gains`;
  const parts = [
    ...(isFair(gain, settings) ? [rateText(point, gain)] : []),
    ...(savesInOutage(point, gain, settings) ? [outageText(point, gain)] : []),
  ];
  return `${parts.join('; ')}${assumes === undefined ? '' : `, ${assumes}`}; ${basisText(point)}`;
}

function rateText({ counted, record }: StudiedPoint, { failureRate: { before, after } }: Gain): string {
  // Of few cases an interval says little, and of none nothing; one without width claims too much.
  const isTold = record.fails.basis !== 'prior' && after.high > after.low;
  const interval = isTold ? ` (${perThousand(after.low)} to ${perThousand(after.high)})` : '';
  const [today, then] = [perThousand(before.expected), perThousand(after.expected)];
  return `of 1,000 runs ${today} ${countedText[counted]} today, ${then} with it${interval}`;
}

function outageText(
  { counted, kind, slowness }: StudiedPoint,
  { worst: { before, after }, failureRate }: Gain,
): string {
  if (counted === 'late-runs') {
    const [today, then] = [perThousand(before.failureRate), perThousand(after.failureRate)];
    const took = formatQuantity(slowness?.tookMs ?? 0, 'ms');
    return `while it takes ${took} as here and other steps are as usual, ${today} of 1,000 runs are late today, ${then} with it`;
  }
  const [today, then] = [before.meanMs, after.meanMs].map((ms) => formatQuantity(ms, 'ms'));
  const outage = kind === 'output' ? 'while its results are bad' : 'while all attempts fail';
  // What is given up too early fails.
  const added = failureRate.after.expected - failureRate.before.expected;
  const price = added < leastTold ? '' : `, but ${perThousand(added)} more of 1,000 ${countedText[counted]}`;
  return `${outage}, a run takes ${then} instead of ${today}${price}`;
}

/** A price below one run in a thousand is none. */
const leastTold = 0.001;

/** Runs of 1,000: `312`, `2.4`, `under 0.1`. */
export function perThousand(share: number): string {
  const runs = share * 1000;
  if (runs >= 10) return String(Math.round(runs));
  if (runs > 0 && runs < 0.1) return 'under 0.1';
  return String(Number(runs.toFixed(1)));
}

/** What is counted, as what runs do. */
const countedText: Readonly<Record<Counted, string>> = {
  'failed-runs': 'fail',
  'runs-without': 'do without its result',
  'wrong-runs': 'go on all the same',
  'late-runs': 'are late',
};

/** What the failure rate of a step rests on, in words. */
export function basisText({ record: { fails }, kind }: Pick<StudiedPoint, 'record' | 'kind'>): string {
  if (fails.basis === 'prior') return 'there is no history';
  const cases = kind === 'slow' ? 'execution' : 'attempt';
  const seen = fails.observed === 1 ? `1 ${cases}` : `${fails.observed} ${cases}s`;
  if (fails.basis === 'learned') return `from ${seen}`;
  return fails.observed === 0 ? 'by declared rates' : `by declared rates and ${seen}`;
}
