import { fact } from '@faultline/graph';
import { seededRandom, textHash } from '@faultline/stats';
import type { AttemptDraw, Odds, Way } from './attempt-ways.ts';
import type { Surroundings } from './surroundings.ts';
import type { StudiedPoint } from './studied-point.ts';

/** What is believed of a step, as one set of numbers. */
export interface Belief extends Odds {
  readonly failsNextRun: number;
}

/** The ways in which calling a step may go in one simulated run. */
export type WaysOf = (belief: Belief, drawOf: (attempt: number) => AttemptDraw) => readonly Way[];

/** What runs would be like, on average over simulated ones. */
export interface Figures {
  /** Share of runs with what is counted as a failure. */
  readonly failureRate: number;
  /** Share of runs that succeed. */
  readonly successRate: number;
  readonly meanMs: number;
}

/** The same, with how long runs take: half of them at most `p50Ms`, 19 of 20 at most `p95Ms`. */
export interface FiguresWithSpread extends Figures {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/**
 * The figures of simulated runs in which a step is called in one way or another. The same random numbers are drawn whatever
 * is believed and done: differences are due to what is done. O(runs * ways).
 */
export function figuresOf(point: StudiedPoint, waysOf: WaysOf, belief: Belief): Figures {
  let [failed, succeeded, ms] = [0, 0, 0];
  forEachWay(point, waysOf, belief, (weight, makespanMs, isFailure, isSuccess) => {
    if (isFailure) failed += weight;
    if (isSuccess) succeeded += weight;
    ms += weight * makespanMs;
  });
  return { failureRate: failed, successRate: succeeded, meanMs: ms };
}

/** The same with percentiles. O(runs * ways * log(runs * ways)). */
export function figuresWithSpread(point: StudiedPoint, waysOf: WaysOf, belief: Belief): FiguresWithSpread {
  const makespans: { readonly ms: number; readonly weight: number }[] = [];
  forEachWay(point, waysOf, belief, (weight, ms) => makespans.push({ ms, weight }));
  makespans.sort((a, b) => a.ms - b.ms);
  /** The least time within which the share `q` of runs ends. */
  const quantile = (q: number): number => {
    let below = 0;
    // A share of all weight is lost to rounding.
    return makespans.find(({ weight }) => (below += weight) >= q - 1e-9)?.ms ?? 0;
  };
  return { ...figuresOf(point, waysOf, belief), p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}

function forEachWay(
  point: StudiedPoint,
  waysOf: WaysOf,
  belief: Belief,
  visit: (weight: number, makespanMs: number, isFailure: boolean, isSuccess: boolean) => void,
): void {
  const draws = drawsOf(point);
  const share = 1 / draws.length;
  for (const [run, ofRun] of draws.entries())
    for (const { probability, tookMs, end } of waysOf(belief, (attempt) => ofRun[attempt]!)) {
      if (probability <= 0) continue;
      const around = surroundingsAt(point, end)();
      const hasFailed = around.hasFailed(run);
      const makespanMs = around.makespanMs(run, point.restMs + tookMs);
      const isFailure =
        point.counted === 'failed-runs' ? hasFailed : (around.isLate?.(makespanMs) ?? isCounted(point, end));
      visit(probability * share, makespanMs, isFailure, !hasFailed);
    }
}

/** With a fallback a run goes on as with the result of the step. */
const surroundingsAt = ({ surroundings }: StudiedPoint, end: Way['end']): (() => Surroundings) =>
  end === 'substituted' ? surroundings.delivered : surroundings[end];

const isCounted = ({ counted }: StudiedPoint, end: Way['end']): boolean =>
  end === 'spoiled' || (counted === 'runs-without' && end === 'failed');

/** As many as any conduct makes. */
const mostAttempts = 6;

/**
 * By run, then by attempt: what attempts would take. Of the runs together every time is drawn as often as it is likely, in
 * random order, so that a rate of one in two hundred is not left to luck.
 *
 * M. D. McKay, R. J. Beckman, W. J. Conover, "A comparison of three methods for selecting values of input variables",
 * Technometrics 21 (1979).
 */
const drawsOf = fact(({ stepId, record, surroundings }: StudiedPoint): readonly (readonly AttemptDraw[])[] => {
  const { runs } = surroundings.delivered();
  const uniform = seededRandom(textHash(stepId));
  const { completesMs, failsMs } = record;
  const byAttempt = Array.from({ length: mostAttempts }, () => {
    const [first, firstFails, second, secondFails] = [0, 1, 2, 3].map(() => spreadEvenly(runs, uniform));
    return Array.from({ length: runs }, (_, run) => ({
      completesMs: completesMs(first![run]!),
      failsMs: failsMs(firstFails![run]!),
      secondCompletesMs: completesMs(second![run]!),
      secondFailsMs: failsMs(secondFails![run]!),
    }));
  });
  return Array.from({ length: runs }, (_, run) => byAttempt.map((draws) => draws[run]!));
});

/** One number from each of so many equal parts of the way from 0 to 1, in random order (R. A. Fisher and F. Yates). */
function spreadEvenly(count: number, uniform: () => number): Float64Array {
  const shares = Float64Array.from({ length: count }, (_, part) => (part + 0.5) / count);
  for (let left = count; left > 1; left--) {
    const chosen = Math.floor(uniform() * left);
    [shares[left - 1], shares[chosen]] = [shares[chosen]!, shares[left - 1]!];
  }
  return shares;
}
