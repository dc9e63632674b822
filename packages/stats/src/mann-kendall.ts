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
 * edition, 1970: ties and the correction for continuity. O(n log n).
 *
 * @throws RangeError if a value is NaN: it neither rises nor falls.
 */
export function mannKendall(ys: readonly number[]): MannKendall {
  if (ys.some(Number.isNaN)) throw new RangeError('NaN neither rises nor falls.');
  // Of all pairs, those that are tied do neither.
  const s = pairsOf(ys.length) - sumOf(groupSizesOf(ys), pairsOf) - 2 * fallingPairs(ys);
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

const pairsOf = (n: number): number => (n * n - n) / 2;

function sumOf(sizes: Iterable<number>, valueOf: (size: number) => number): number {
  let sum = 0;
  for (const size of sizes) sum += valueOf(size);
  return sum;
}

/**
 * Pairs of which the later one is smaller: what a merge sort takes from the second half before what is left of the first.
 *
 * W. R. Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 61 (1966). O(n log n).
 */
function fallingPairs(ys: readonly number[]): number {
  let sorted = Float64Array.from(ys);
  let merged = new Float64Array(ys.length);
  let falling = 0;
  for (let width = 1; width < ys.length; width *= 2) {
    for (let start = 0; start < ys.length; start += 2 * width) {
      const middle = Math.min(start + width, ys.length);
      const end = Math.min(middle + width, ys.length);
      let [first, second] = [start, middle];
      for (let at = start; at < end; at++) {
        const isSecond = second < end && (first === middle || sorted[second] < sorted[first]);
        if (isSecond) falling += middle - first;
        merged[at] = sorted[isSecond ? second++ : first++];
      }
    }
    [sorted, merged] = [merged, sorted];
  }
  return falling;
}

const varianceOf = (n: number): number => (n * n - n) * (2 * n + 5);

function groupSizesOf(values: readonly number[]): Iterable<number> {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return sizes.values();
}
