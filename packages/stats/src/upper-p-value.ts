import { conformalPValue } from './conformal-p-value.ts';
import { firstIndex } from './first-index.ts';
import { bucketsOf, bucketValueOf } from './log-histogram.ts';

/** What is kept of many values, for questions about large ones. */
export interface KeptValues {
  readonly count: number;
  /** All of them, in buckets, in ascending order. */
  readonly buckets: ReturnType<typeof bucketsOf>;
  /** A random sample of them, in ascending order. */
  readonly sampled: readonly number[];
  /** The largest, from the largest down: all of them, or as many as fit. */
  readonly largest: readonly number[];
}

/** The same values with their signs turned, so that small ones are large. */
export const mirrored = ({ count, buckets, sampled }: KeptValues, smallest: readonly number[]): KeptValues => ({
  count,
  buckets: buckets.map(({ value, times }) => ({ value: -value, times })).toReversed(),
  sampled: sampled.map((value) => -value).toReversed(),
  largest: smallest.map((value) => -value),
});

/**
 * Conformal p-values from what is kept of the earlier values. A value beyond the last kept of the largest has its exact
 * rank; all others lie in a cell, the part of a bucket that is no larger than the last kept. A cell with T values, A
 * above it, and m of its values in the sample, w of which are at least as large, gives
 *
 *     p = (A + (T + 1) (1 + w) / (m + 1)) / (n + 1)
 *
 *     100 to 101 holds T = 200 of n = 999, A = 99 are larger; of m = 49 in the sample, w = 4 are at least 100.9:
 *     p = (99 + 201 · 5/50) / 1000 = 0.119; the bucket alone would say 0.3, the sample alone cannot say less than 1/257
 *
 * With the whole cell in the sample this is the exact p-value (1 + values at least as large) / (n + 1); with none of it
 * the whole cell counts. It keeps its promise in between: given the n + 1 values in any order, the new one lies in the
 * cell with the chance (T + 1) / (n + 1), and is then one of the cell's T + 1 like any other, of which the sample holds m
 * at random, so that (1 + w) / (m + 1) is a conformal p-value within the cell. Summed over the cells, P(p <= α) <= α for
 * every α. Never rises with the value.
 *
 * V. Vovk, A. Gammerman, G. Shafer, "Algorithmic learning in a random world", Springer 2005, sections 2.2 and 2.4 (label-
 * conditional predictors; cells take the place of labels). O(B + m log m) to build, O(log B + log m) to ask.
 */
export function upperPValue({ count, buckets, sampled, largest }: KeptValues): (value: number) => number {
  const upTo = new Float64Array(buckets.length + 1);
  const bucketValues = new Float64Array(buckets.length);
  for (const [index, { value, times }] of buckets.entries()) {
    bucketValues[index] = value;
    upTo[index + 1] = upTo[index] + times;
  }
  const bucketOfSampled = Float64Array.from(sampled, bucketValueOf);
  const lastKept = largest.length === count ? -Infinity : (largest.at(-1) ?? Infinity);
  const beyondLastKept = firstIndex(largest.length, (index) => largest[index] <= lastKept);
  const sampledUpToLastKept = firstIndex(sampled.length, (index) => sampled[index] > lastKept);

  return (value) => {
    if (Number.isNaN(value)) throw new RangeError('There is no p-value of NaN.');
    if (value > lastKept)
      return conformalPValue(
        firstIndex(largest.length, (index) => largest[index] < value),
        count,
      );
    const bucket = bucketValueOf(value);
    const first = firstIndex(bucketValues.length, (index) => bucketValues[index] >= bucket);
    const fromBucket = count - upTo[first];
    // Each bucket is there once.
    const aboveBucket = count - upTo[bucketValues[first] === bucket ? first + 1 : first];
    const aboveCell = Math.max(aboveBucket, beyondLastKept);
    const inCell = fromBucket - aboveCell;
    const sampleFrom = firstIndex(bucketOfSampled.length, (index) => bucketOfSampled[index] >= bucket);
    const sampleTo = Math.min(
      sampledUpToLastKept,
      firstIndex(bucketOfSampled.length, (index) => bucketOfSampled[index] > bucket),
    );
    const atLeast = sampleTo - firstIndex(sampled.length, (index) => sampled[index] >= value);
    return (aboveCell + (inCell + 1) * conformalPValue(atLeast, sampleTo - sampleFrom)) / (count + 1);
  };
}
