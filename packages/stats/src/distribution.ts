import { mean, quantileSorted } from 'simple-statistics';
import type { BottomKSample } from './bottom-k-sample.ts';
import { conformalPValue } from './conformal-p-value.ts';
import { bucketsOf, bucketValueOf, countOf, type LogHistogram } from './log-histogram.ts';

/** How often values of which size were seen. */
export interface Distribution {
  readonly count: number;
  /** Whether figures are exact. Otherwise they are within 1 % for values of one sign. */
  readonly isExact: boolean;
  readonly mean: number;
  /** The value below which the share `q` lies, interpolated between neighbours (type 7 of Hyndman and Fan). */
  readonly quantile: (q: number) => number;
  /** The conformal p-value of `value`: the chance of one at least as large, if it is a usual one. Never 0. */
  readonly pAtLeast: (value: number) => number;
}

/**
 * Reads a distribution from a histogram and a sample of the same values: from the sample, exactly, while it holds all of
 * them, afterwards from the histogram. Build once, ask often: O(B log B) to build, O(log B) to ask.
 *
 *     2, 2, 3, 9   ->   count 4, quantile(0.5) = 2.5, pAtLeast(9) = 2/5
 *
 * Where buckets cannot tell, a p-value is the larger one, so that it keeps its promise.
 * R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).
 */
export function distributionOf(histogram: LogHistogram, sample: BottomKSample): Distribution {
  const count = countOf(histogram);
  if (count === 0) throw new RangeError('There is no distribution of no values.');
  return sample.length === count ? exact(sample.map(([, value]) => value)) : bucketed(histogram, count);
}

function exact(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  return {
    count,
    isExact: true,
    mean: mean(sorted),
    quantile: (q) => quantileSorted(sorted, q),
    pAtLeast: (value) => conformalPValue(count - firstIndex(count, (index) => sorted[index] >= value), count),
  };
}

function bucketed(histogram: LogHistogram, count: number): Distribution {
  const buckets = bucketsOf(histogram);
  /** How many values lie in a bucket or below it. */
  const upTo = new Float64Array(buckets.length);
  let total = 0;
  let sum = 0;
  for (const [index, { value, times }] of buckets.entries()) {
    sum += value * times;
    upTo[index] = total += times;
  }
  const bucketIndexAt = (rank: number): number => firstIndex(buckets.length, (index) => upTo[index] > rank);
  return {
    count,
    isExact: false,
    mean: sum / count,
    quantile: (q) => {
      if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile lies between 0 and 1, not at ${q}.`);
      const rank = (count - 1) * q;
      const below = buckets[bucketIndexAt(Math.floor(rank))].value;
      const above = buckets[bucketIndexAt(Math.ceil(rank))].value;
      return below + (rank % 1) * (above - below);
    },
    pAtLeast: (value) => {
      const bucketValue = bucketValueOf(value);
      const first = firstIndex(buckets.length, (index) => buckets[index].value >= bucketValue);
      return conformalPValue(count - (upTo[first - 1] ?? 0), count);
    },
  };
}

/** The first index below `size` that satisfies a condition which all later ones satisfy too; `size` if none does. */
function firstIndex(size: number, isReached: (index: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
