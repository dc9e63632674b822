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
  /** How long a run takes on average in which every attempt fails, and so it did in the runs before. */
  readonly worstMs: { readonly before: number; readonly after: number };
  /**
   * Time per run that succeeds, with that of the failed runs before it, which are taken to be started again. `undefined`: none
   * succeeds, or the point of the measure is that runs do not go on.
   */
  readonly savesMs: Interval | undefined;
}

/**
 * Compares simulated runs before and after a measure. The interval holds what is not known of the rates: every combination
 * of the ends of their 95 % intervals is tried, which as a rule makes it wider than 95 % asks for; the rest of a run is
 * simulated with the same luck. O(runs * ways).
 */
export function gainOf(point: StudiedPoint, before: WaysOf, after: WaysOf): Gain {
  const expected = beliefOf(point, 'expected');
  const [usual, changed] = [figuresWithSpread(point, before, expected), figuresWithSpread(point, after, expected)];
  const worst = { ...expected, fails: 1, failsAgain: 1, failsNextRun: 1 };
  const background = figuresOf(point, before, { ...expected, fails: 0 }).failureRate;
  const corners = cornersOf(point).map((belief) => ({
    before: figuresOf(point, before, belief),
    after: figuresOf(point, after, belief),
  }));
  const saved = corners.map((corner) => perSuccess(corner.before) - perSuccess(corner.after));
  const savesMs = around(perSuccess(usual) - perSuccess(changed), saved);
  const isTime = point.counted !== 'wrong-runs' && [savesMs.low, savesMs.expected, savesMs.high].every(Number.isFinite);
  return {
    before: usual,
    after: changed,
    failureRate: {
      before: besideOthers(
        point,
        background,
        usual,
        corners.map((corner) => corner.before),
      ),
      after: besideOthers(
        point,
        background,
        changed,
        corners.map((corner) => corner.after),
      ),
    },
    preventedShare: shareOf(usual.failureRate - changed.failureRate, usual.failureRate - background),
    worstMs: {
      before: figuresOf(point, before, worst).meanMs,
      after: figuresOf(point, after, worst).meanMs,
    },
    savesMs: isTime ? savesMs : undefined,
  };
}

/** What a recommendation says of it. */
export function impactOf({ record }: StudiedPoint, { savesMs, failureRate }: Gain): Impact {
  return {
    // What costs time saves failures: the time is in the message.
    ...(savesMs !== undefined && savesMs.expected > 0 && { savesMs }),
    failureRate,
    basis: record.fails.basis === 'prior' ? 'prior' : 'simulated',
  };
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
function besideOthers(
  { otherCases }: StudiedPoint,
  background: number,
  usual: Figures,
  corners: readonly Figures[],
): Interval {
  const all = around(
    usual.failureRate,
    corners.map(({ failureRate }) => failureRate),
  );
  if (background <= 0 || background >= 1 || otherCases === Infinity) return all;
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
