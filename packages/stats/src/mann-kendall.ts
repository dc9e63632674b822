import { normalCdf } from './normal-cdf.ts';

/** Whether a series rises or falls. */
export interface MannKendall {
  /** Pairs that rise less pairs that fall. */
  readonly s: number;
  /** The variance of `s` if there is no trend. */
  readonly variance: number;
  /** `s` in standard deviations, brought one pair nearer to 0 because it comes in whole pairs. */
  readonly z: number;
  /** The chance of a trend as clear, either way, if there is none. */
  readonly p: number;
}

/**
 * The Mann-Kendall test for a trend, which need not be a straight line, in values whose distribution may be any. Ties are
 * allowed for. Values must not depend on each other: those of an autocorrelated series show trends where there is none.
 *
 *     mannKendall([1, 2, 4, 3, 5, 6]) // { s: 13, z: 2.25, p: 0.024, … }: 14 pairs rise, one falls
 *
 * H. B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945); M. G. Kendall, "Rank correlation methods", 4th
 * edition, 1970: ties and the correction for continuity. O(n²): some milliseconds for a thousand values.
 */
export function mannKendall(ys: readonly number[]): MannKendall {
  let s = 0;
  for (let i = 0; i < ys.length; i++) {
    const y = ys[i];
    for (let j = 0; j < i; j++) {
      if (ys[j] < y) s++;
      else if (ys[j] > y) s--;
    }
  }
  const variance = kendallVariance(ys);
  const z = variance === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  return { s, variance, z, p: 2 * normalCdf(-Math.abs(z)) };
}

/**
 * The variance of Kendall's S where the order is random: less by that of each group of ties, in values and in times. O(n).
 */
export function kendallVariance(ys: readonly number[], times: readonly number[] = []): number {
  const ties = [...groupSizesOf(ys), ...groupSizesOf(times)];
  return ties.reduce((variance, n) => variance - varianceOf(n), varianceOf(ys.length)) / 18;
}

const varianceOf = (n: number): number => (n * n - n) * (2 * n + 5);

function groupSizesOf(values: readonly number[]): Iterable<number> {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return sizes.values();
}
