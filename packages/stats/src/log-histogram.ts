import { firstIndex } from './first-index.ts';

/**
 * Counts of values in buckets whose width grows with the value, so that every value is known to 1 %. Holds integers
 * only, so that merging is exactly associative and commutative. JSON, and keyed by bucket numbers alone.
 *
 * A positive x falls into the bucket i with γ^(i-1) < x <= γ^i, where γ = (1 + α) / (1 - α) and α is the relative error;
 * it is read back as 2 γ^i / (γ + 1), which lies within α of everything in the bucket. Negative values have buckets of
 * their own, mirrored; zero is counted apart.
 *
 * Neighbouring buckets are one segment, the number of the first and then their counts; where more than 15 in a row are
 * empty, the next begins. So the tails of a wide distribution take little room, and one set of counts has one form.
 *
 *     100, 101, 5000   ->   [[231, 2], [426, 1]]   ->   100.5, 100.5, 4965
 *
 * C. Masson, J. E. Rim, H. K. Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees",
 * PVLDB 12 (2019). Not taken over: the collapsing of the lowest buckets. The range of a double is 71,000 buckets, those
 * of one metric of one step are some hundreds.
 */
export interface LogHistogram {
  zeros: number;
  readonly positive: BucketSegment[];
  readonly negative: BucketSegment[];
}

/** The number of a bucket, how often it was counted, and how often those after it. The first and last count are not 0. */
export type BucketSegment = number[];

const relativeError = 0.01;
const gamma = (1 + relativeError) / (1 - relativeError);
const logGamma = Math.log(gamma);
/** Segments that began anew after four would take 5 % less room in JSON, but there would be many to search. */
const mostEmptyBuckets = 15;

/** A histogram that has counted nothing. */
export const emptyHistogram = (): LogHistogram => ({ zeros: 0, positive: [], negative: [] });

/** Counts a value. Changes the histogram. O(log B) for a bucket between others, O(B) for one that was far from all. */
export function addToHistogram(histogram: LogHistogram, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`A histogram counts finite numbers, not ${value}.`);
  if (value === 0) histogram.zeros++;
  else if (value > 0) count(histogram.positive, bucketOf(value), 1);
  else count(histogram.negative, bucketOf(-value), 1);
}

/** The segment that holds most buckets of positive values: where most values go. `undefined`: none is positive. */
export function widestSegment({ positive }: LogHistogram): BucketSegment | undefined {
  let widest: BucketSegment | undefined;
  for (const segment of positive) if (widest === undefined || segment.length > widest.length) widest = segment;
  return widest;
}

/**
 * Counts a value in a segment of positive values, as `addToHistogram` would, where it has the bucket: whether it has. For
 * those who kept a segment since the histogram last changed in any other way. O(1).
 */
export function addToSegment(segment: BucketSegment, value: number): boolean {
  const at = value > 0 ? 1 + bucketOf(value) - segment[0] : 0;
  if (!(at > 0 && at < segment.length)) return false;
  segment[at]++;
  return true;
}

/** Adds the counts of `from` to `into`, and leaves `from` alone. */
export function mergeHistograms(into: LogHistogram, from: LogHistogram): void {
  into.zeros += from.zeros;
  for (const [bucket, times] of countsIn(from.positive)) count(into.positive, bucket, times);
  for (const [bucket, times] of countsIn(from.negative)) count(into.negative, bucket, times);
}

/** How many values were counted. */
export function countOf({ zeros, positive, negative }: LogHistogram): number {
  let total = zeros;
  for (const segments of [positive, negative])
    for (const segment of segments) for (let at = 1; at < segment.length; at++) total += segment[at];
  return total;
}

/** The buckets in ascending order: the value that stands for each, and how often it was counted. O(B). */
export function bucketsOf({ zeros, positive, negative }: LogHistogram): { value: number; times: number }[] {
  const buckets: { value: number; times: number }[] = [];
  for (const [bucket, times] of [...countsIn(negative)].toReversed()) buckets.push({ value: -middleOf(bucket), times });
  if (zeros > 0) buckets.push({ value: 0, times: zeros });
  // Most values are positive, and there are many distributions: it is done without a generator.
  for (const segment of positive)
    for (let at = 1; at < segment.length; at++)
      if (segment[at] > 0) buckets.push({ value: middleOf(segment[0] + at - 1), times: segment[at] });
  return buckets;
}

/**
 * Whether a stored histogram is one that counting can give: buckets of doubles, in order, in the one form that their counts
 * have. For what was read from a file. O(B).
 */
export const isHistogram = ({ zeros, positive, negative }: LogHistogram): boolean =>
  isCount(zeros) && areSegments(positive) && areSegments(negative);

/** The value that stands for the bucket of a value. Never decreases as the value grows. */
export const bucketValueOf = (value: number): number =>
  value === 0 ? 0 : Math.sign(value) * middleOf(bucketOf(Math.abs(value)));

/** Zero without a sign, as in JSON. */
const bucketOf = (magnitude: number): number => Math.ceil(Math.log(magnitude) / logGamma) + 0;
const middleOf = (bucket: number): number =>
  Math.min((2 / (gamma + 1)) * Math.exp(bucket * logGamma), Number.MAX_VALUE);

function count(segments: BucketSegment[], bucket: number, times: number): void {
  const next = firstIndex(segments.length, (at) => segments[at][0] > bucket);
  if (next > 0) {
    const segment = segments[next - 1];
    const at = 1 + bucket - segment[0];
    if (at < segment.length) {
      segment[at] += times;
      return;
    }
    if (at - segment.length <= mostEmptyBuckets) {
      while (segment.length < at) segment.push(0);
      segment.push(times);
      joinWithNext(segments, next - 1);
      return;
    }
  }
  segments.splice(next, 0, [bucket, times]);
  joinWithNext(segments, next);
}

/** Makes one segment of two that have no more empty buckets between them than a segment may. */
function joinWithNext(segments: BucketSegment[], at: number): void {
  if (at + 1 === segments.length) return;
  const [segment, after] = [segments[at], segments[at + 1]];
  const empty = after[0] - afterLast(segment);
  if (empty > mostEmptyBuckets) return;
  for (let zeros = 0; zeros < empty; zeros++) segment.push(0);
  for (let place = 1; place < after.length; place++) segment.push(after[place]);
  segments.splice(at + 1, 1);
}

/** The bucket after the last of a segment. */
const afterLast = (segment: BucketSegment): number => segment[0] + segment.length - 1;

function* countsIn(segments: readonly BucketSegment[]): Generator<readonly [bucket: number, times: number]> {
  for (const segment of segments)
    for (let at = 1; at < segment.length; at++) if (segment[at] > 0) yield [segment[0] + at - 1, segment[at]];
}

const [firstBucket, lastBucket] = [bucketOf(Number.MIN_VALUE), bucketOf(Number.MAX_VALUE)];

const areSegments = (segments: readonly BucketSegment[]): boolean =>
  segments.every((segment, at) => {
    const [first, ...counts] = segment;
    const isWithin = Number.isInteger(first) && first >= firstBucket && afterLast(segment) <= lastBucket + 1;
    const isApart = at === 0 || first - afterLast(segments[at - 1]) > mostEmptyBuckets;
    return isWithin && isApart && areCounts(counts);
  });

/** Neither begins nor ends with what is empty, nor has as many empty ones in a row as separate two segments. */
function areCounts(counts: readonly number[]): boolean {
  let empty = mostEmptyBuckets;
  for (const times of counts) {
    if (!isCount(times)) return false;
    empty = times > 0 ? 0 : empty + 1;
    if (empty > mostEmptyBuckets) return false;
  }
  return empty === 0;
}

const isCount = (times: number): boolean => Number.isSafeInteger(times) && times >= 0;
