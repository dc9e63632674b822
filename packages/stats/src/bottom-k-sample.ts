import { textHash } from './text-hash.ts';

/**
 * A uniform random sample that merges exactly: of all values, those whose keys have the k smallest hashes, in order of
 * (hash, value). Which they are depends on neither order nor grouping, so merging is associative and commutative;
 * a reservoir with a random generator is neither. While no more than k values were added, it is all of them.
 *
 *     keys a, b, c with hashes 7, 3, 5 and k = 2   ->   the values of b and c
 *
 * E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
 */
export type BottomKSample = (readonly [hash: number, value: number])[];

/** How many values a sample keeps: enough for exact figures from some hundred runs, in some kilobytes. */
export const sampleSize = 256;

/** Adds the value of a key. Changes the sample. The key names the observation: another one for each. O(k). */
export function addToSample(sample: BottomKSample, key: string, value: number): void {
  insert(sample, [textHash(key), value]);
}

/** Adds the values of `from` to `into`, and leaves `from` alone. O(k²), in practice O(k): sorted input goes to the end. */
export function mergeSamples(into: BottomKSample, from: BottomKSample): void {
  for (const entry of from) insert(into, entry);
}

function insert(sample: BottomKSample, entry: BottomKSample[number]): void {
  const last = sample.at(-1);
  if (sample.length === sampleSize && last !== undefined && !isBefore(entry, last)) return;
  let low = 0;
  let high = sample.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(entry, sample[middle])) high = middle;
    else low = middle + 1;
  }
  sample.splice(low, 0, entry);
  if (sample.length > sampleSize) sample.pop();
}

const isBefore = ([hash, value]: BottomKSample[number], [otherHash, otherValue]: BottomKSample[number]): boolean =>
  hash < otherHash || (hash === otherHash && value < otherValue);
