import { fact } from '@faultline/graph';
import type { Impact, Interval } from '@faultline/model';
import { wilsonInterval } from '@faultline/stats';
import {
  figuresOf,
  figuresWithSpread,
  type Belief,
  type Figures,
  type FiguresWithSpread,
  type WaysOf,
} from './figures.ts';
import type { StudiedPoint } from './studied-point.ts';

/** What a measure would change. */
export interface Gain {
  readonly before: FiguresWithSpread;
  readonly after: FiguresWithSpread;
  /** Share of runs with what is counted as a failure. */
  readonly failureRate: { readonly before: Interval; readonly after: Interval };
  /** The share of the failures that begin here which it prevents; below 0: it makes more. */
  readonly preventedShare: number;
  /** Runs on average in which every attempt fails, and did in the runs before; of a slow step, every one is as slow. */
  readonly worst: { readonly before: Figures; readonly after: Figures };
  /**
   * Time per run that succeeds, with that of the failed runs before it, which are taken to be started again. `undefined`: none
   * succeeds, or the point of the measure is that runs do not go on.
   */
  readonly savesMs: Interval | undefined;
}

/**
 * Compares simulated runs before and after a measure. The interval holds what is not known of the rates: every combination
 * of the ends of their 95 % intervals is tried, which as a rule makes it wider than 95 % asks for; the rest of a run is
 * simulated with the same luck. What is known of the ways before is remembered for them. O(runs * ways).
 */
export function gainOf(point: StudiedPoint, before: WaysOf, after: WaysOf): Gain {
  const [today, changed] = [outlookOf(point, before), outlookOf(point, after)];
  const background = figuresOf(point, before, { ...beliefOf(point, 'expected'), fails: 0 }).failureRate;
  const saved = today.corners.map((corner, at) => perSuccess(corner) - perSuccess(changed.corners[at]!));
  const savesMs = around(perSuccess(today.usual) - perSuccess(changed.usual), saved);
  const isTime = point.counted !== 'wrong-runs' && [savesMs.low, savesMs.expected, savesMs.high].every(Number.isFinite);
  return {
    before: today.usual,
    after: changed.usual,
    failureRate: {
      before: besideOthers(point, background, today),
      after: besideOthers(point, background, changed),
    },
    preventedShare: shareOf(today.usual.failureRate - changed.usual.failureRate, today.usual.failureRate - background),
    worst: { before: today.worst, after: changed.worst },
    savesMs: isTime ? savesMs : undefined,
  };
}

/** What is to be expected of calling a step in one way. */
interface Outlook {
  readonly usual: FiguresWithSpread;
  /** Where every attempt fails. */
  readonly worst: Figures;
  /** For every combination of the ends of the rates, always in the same order. */
  readonly corners: readonly Figures[];
}

/** Remembered, as all measures at a point are held against the same ways. O(runs * ways). */
function outlookOf(point: StudiedPoint, waysOf: WaysOf): Outlook {
  const known = outlooks(point);
  let outlook = known.get(waysOf);
  if (outlook === undefined) {
    const expected = beliefOf(point, 'expected');
    const worst = { ...expected, fails: 1, failsAgain: 1, failsNextRun: 1 };
    outlook = {
      usual: figuresWithSpread(point, waysOf, expected),
      worst: figuresOf(point, waysOf, worst),
      corners: cornersOf(point).map((belief) => figuresOf(point, waysOf, belief)),
    };
    known.set(waysOf, outlook);
  }
  return outlook;
}

const outlooks = fact((_point: StudiedPoint) => new WeakMap<WaysOf, Outlook>());

/**
 * What a recommendation says of it.
 *
 * @param isRarer whether it makes failures clearly rarer: else its gain shows in an outage alone, which the message tells
 */
export function impactOf({ failureRate, savesMs }: Gain, isRarer: boolean): Impact {
  if (!isRarer) return { basis: 'simulated' };
  // What costs time saves failures: the time is in the message.
  return { ...(savesMs !== undefined && savesMs.expected > 0 && { savesMs }), failureRate, basis: 'simulated' };
}

/** Until one succeeds, 1 / s runs are made. */
const perSuccess = ({ meanMs, successRate }: { readonly meanMs: number; readonly successRate: number }): number =>
  meanMs / successRate;

const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/**
 * The interval of a failure rate, with what is not known of the failures of other steps. These make the share b of runs fail
 * whatever happens here, and x of the rest fail of this: r = b + (1 - b) x. As b is a sum of rates, its interval is about
 * that of one rate over as many cases as the least known of them.
 */
function besideOthers(point: StudiedPoint, background: number, { usual, corners }: Outlook): Interval {
  const all = around(
    usual.failureRate,
    corners.map(({ failureRate }) => failureRate),
  );
  if (background <= 0 || background >= 1 || point.counted === 'late-runs') return all;
  const otherCases = point.otherCases();
  if (otherCases === Infinity) return all;
  const others = wilsonInterval(background * otherCases, otherCases);
  const moved = (rate: number, to: number): number => to + ((1 - to) * (rate - background)) / (1 - background);
  return {
    low: Math.max(0, moved(all.low, others.low)),
    expected: all.expected,
    high: Math.min(1, moved(all.high, others.high)),
  };
}

const around = (expected: number, others: readonly number[]): Interval => ({
  low: Math.min(expected, ...others),
  expected,
  high: Math.max(expected, ...others),
});

type End = 'low' | 'expected' | 'high';

const beliefOf = ({ record: { fails, failsAgain, failsNextRun } }: StudiedPoint, end: End): Belief => ({
  fails: fails[end],
  secondFails: fails[end],
  failsAgain: failsAgain[end],
  failsNextRun: failsNextRun[end],
});

function cornersOf(point: StudiedPoint): readonly Belief[] {
  const [low, high] = [beliefOf(point, 'low'), beliefOf(point, 'high')];
  return [low.fails, high.fails].flatMap((fails) =>
    [low.failsAgain, high.failsAgain].flatMap((failsAgain) =>
      [low.failsNextRun, high.failsNextRun].map((failsNextRun) => ({
        fails,
        failsAgain,
        failsNextRun,
        secondFails: fails,
      })),
    ),
  );
}
