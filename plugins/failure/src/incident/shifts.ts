import { fisherExact, normalCdf } from '@faultline/stats';

/** What is assumed to drift from one window to the next where nothing is wrong: levels as natural logarithms, and log odds. */
const usualDrift = { level: 0.7, logOdds: 1.5 } as const;
/** The spread of single values before any was seen, and for how many values that counts. */
const usualSpread = { deviation: 0.7, count: 8 } as const;

/** What is less likely is not told apart. */
const leastP = 1e-15;

/**
 * The p-value of times that are longer than before, as levels on a logarithmic scale. Of many values even a slight shift is
 * certain, but levels drift between windows anyway; so the distance is measured in what windows drift by, which earlier
 * windows of the same size show as far as they are there. Small spreads of few values are not believed (Student's
 * distribution, with a spread assumed beforehand).
 *
 *     before 5, 6, 5, 7 ms, now 2000, 1990 ms                         ->   p 4e-6
 *     before 0.7 ms 80 times, now 1.2 ms 200 times, where 1.5 ms do not matter   ->   p 0.4
 *
 * @param before in order of time
 * @param negligible what does not matter beside a time of this size
 */
export function longerP(before: readonly number[], during: readonly number[], negligible: number): number {
  const levels = before.map((value) => Math.log(value + negligible));
  const usual = meanOf(levels);
  const freedom = usualSpread.count + levels.length - 1;
  const variance = (usualSpread.count * usualSpread.deviation ** 2 + squaresOf(levels)) / freedom;
  const shift = meanOf(during.map((value) => Math.log(value + negligible))) - usual;
  const error = Math.sqrt(variance / before.length + variance / during.length + driftOf(levels, during.length));
  return Math.max(leastP, studentTail(shift / error, freedom));
}

/**
 * The p-value of a share that is larger or smaller than before: it must be more than chance, by Fisher's exact test, and more
 * than what shares drift by from one window to the next, as log odds.
 *
 *     in 40 of 40 calls before, now in 3 of 60       ->   p 2e-6
 *     in 150 of 500 calls before, now in 200 of 500  ->   p 0.8, though it is no chance
 */
export function shareP(before: Share, during: Share): number {
  const distance = Math.abs(logOdds(during) - logOdds(before));
  const { twoSided } = fisherExact(before.count, before.of - before.count, during.count, during.of - during.count);
  return Math.max(leastP, twoSided, 2 * normalCdf(-distance / usualDrift.logOdds));
}

/** How many of how many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** The variance of levels between windows: what was expected of it, and what windows of this size showed. */
function driftOf(levels: readonly number[], size: number): number {
  const windows = Array.from({ length: Math.floor(levels.length / size) }, (_, window) =>
    meanOf(levels.slice(window * size, (window + 1) * size)),
  );
  return (usualDrift.level ** 2 + squaresOf(windows)) / Math.max(1, windows.length);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sum of squared distances from the mean. */
function squaresOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/**
 * The chance of at least `t` for Student's distribution, by a normal deviate: to two digits down to 1e-12.
 * D. L. Wallace, "Bounds on normal approximations to Student's and the chi-square distributions", Ann. Math. Statist. 30 (1959).
 */
function studentTail(t: number, freedom: number): number {
  const deviate = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
  return normalCdf(-Math.sign(t) * deviate);
}

const logOdds = ({ count, of }: Share): number => Math.log((count + 0.5) / (of - count + 0.5));
