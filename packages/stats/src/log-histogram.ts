/**
 * Counts of values in buckets whose width grows with the value, so that every value is known to 1 %. Holds integers
 * only, so that merging is exactly associative and commutative. JSON, and keyed by bucket numbers alone.
 *
 * A positive x falls into the bucket i with γ^(i-1) < x <= γ^i, where γ = (1 + α) / (1 - α) and α is the relative error;
 * it is read back as 2 γ^i / (γ + 1), which lies within α of everything in the bucket. Negative values have buckets of
 * their own, mirrored; zero is counted apart.
 *
 *     100, 101, 5000   ->   buckets 231: 2, 426: 1   ->   100.5, 100.5, 4965
 *
 * C. Masson, J. E. Rim, H. K. Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
 * PVLDB 12 (2019). Not taken over: the collapsing of the lowest buckets. The range of a double is 71,000 buckets, those
 * of one metric of one step are some hundreds.
 */
export interface LogHistogram {
  zeros: number;
  readonly positive: Record<string, number>;
  readonly negative: Record<string, number>;
}

const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);

/** A histogram that has counted nothing. */
export const emptyHistogram = (): LogHistogram => ({ zeros: 0, positive: {}, negative: {} });

/** Counts a value. Changes the histogram. */
export function addToHistogram(histogram: LogHistogram, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`A histogram counts finite numbers, not ${value}.`);
  if (value === 0) histogram.zeros++;
  else count(value > 0 ? histogram.positive : histogram.negative, bucketOf(Math.abs(value)), 1);
}

/** Adds the counts of `from` to `into`, and leaves `from` alone. */
export function mergeHistograms(into: LogHistogram, from: LogHistogram): void {
  into.zeros += from.zeros;
  for (const [bucket, times] of Object.entries(from.positive)) count(into.positive, bucket, times);
  for (const [bucket, times] of Object.entries(from.negative)) count(into.negative, bucket, times);
}

/** How many values were counted. */
export function countOf({ zeros, positive, negative }: LogHistogram): number {
  let total = zeros;
  for (const times of Object.values(positive)) total += times;
  for (const times of Object.values(negative)) total += times;
  return total;
}

/** The buckets in ascending order: the value that stands for each, and how often it was counted. O(B log B). */
export function bucketsOf({ zeros, positive, negative }: LogHistogram): { value: number; times: number }[] {
  return [
    ...Object.entries(negative).map(([bucket, times]) => ({ value: -middleOf(Number(bucket)), times })),
    ...(zeros > 0 ? [{ value: 0, times: zeros }] : []),
    ...Object.entries(positive).map(([bucket, times]) => ({ value: middleOf(Number(bucket)), times })),
  ].toSorted((a, b) => a.value - b.value);
}

/** The value that stands for the bucket of a value. Never decreases as the value grows. */
export const bucketValueOf = (value: number): number =>
  value === 0 ? 0 : Math.sign(value) * middleOf(bucketOf(Math.abs(value)));

const bucketOf = (magnitude: number): number => Math.ceil(Math.log(magnitude) / logGamma);
const middleOf = (bucket: number): number =>
  Math.min((2 / (gamma + 1)) * Math.exp(bucket * logGamma), Number.MAX_VALUE);

function count(buckets: Record<string, number>, bucket: string | number, times: number): void {
  buckets[bucket] = (buckets[bucket] ?? 0) + times;
}
