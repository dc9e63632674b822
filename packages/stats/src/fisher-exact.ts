import { gammaln } from 'simple-statistics';
import { pValue } from './p-value.ts';

/** P-values of a table of two by two counts, given its margins. */
export interface FisherExact {
  /** That of a first count as large as it is, or larger. */
  readonly greater: number;
  /** That of a first count as small as it is, or smaller. */
  readonly less: number;
  /** That of a table which is no likelier than this one. */
  readonly twoSided: number;
}

/**
 * Fisher's exact test: whether two properties that `a` things share, that `b` and `c` have one of, and `d` neither, go
 * together. Exact given the margins, for any counts.
 *
 *                   failed  passed
 *     with cache         8       2
 *     without            1       5      fisherExact(8, 2, 1, 5) // { greater: 0.0245, less: 0.9991, twoSided: 0.0350 }
 *
 * R. A. Fisher, "Statistical methods for research workers", 5th edition, 1934, section 21.02. Tables within a relative 1e-7
 * count as equally likely. O(the smallest margin).
 */
export function fisherExact(a: number, b: number, c: number, d: number): FisherExact {
  if (![a, b, c, d].every((count) => Number.isInteger(count) && count >= 0))
    throw new RangeError(`${a}, ${b}, ${c}, ${d} are no counts.`);
  const lowest = Math.max(0, a - d);
  const highest = a + Math.min(b, c);
  const chanceOf = chancesOf({ first: a + b, second: c + d, drawn: a + c }, lowest, highest);
  const likelihood = chanceOf[a - lowest] * (1 + 1e-7);
  let greater = 0;
  let less = 0;
  let twoSided = 0;
  for (const [index, chance] of chanceOf.entries()) {
    if (lowest + index >= a) greater += chance;
    if (lowest + index <= a) less += chance;
    if (chance <= likelihood) twoSided += chance;
  }
  return { greater: pValue(greater), less: pValue(less), twoSided: pValue(twoSided) };
}

/** Of `first` marked things and `second` others, `drawn` are drawn. */
interface Urn {
  readonly first: number;
  readonly second: number;
  readonly drawn: number;
}

/** The chance of each number of marked things among those drawn: the likeliest by logarithms, the others by their ratios. */
function chancesOf({ first, second, drawn }: Urn, lowest: number, highest: number): Float64Array {
  const chances = new Float64Array(highest - lowest + 1);
  const likeliest = Math.floor(((drawn + 1) * (first + 1)) / (first + second + 2));
  const mode = Math.min(highest, Math.max(lowest, likeliest));
  chances[mode - lowest] = Math.exp(
    logChoose(first, mode) + logChoose(second, drawn - mode) - logChoose(first + second, drawn),
  );
  /** How much likelier one more is. */
  const ratio = (marked: number): number =>
    ((first - marked) * (drawn - marked)) / ((marked + 1) * (second - drawn + marked + 1));
  for (let k = mode; k < highest; k++) chances[k + 1 - lowest] = chances[k - lowest] * ratio(k);
  for (let k = mode; k > lowest; k--) chances[k - 1 - lowest] = chances[k - lowest] / ratio(k - 1);
  return chances;
}

const logChoose = (n: number, k: number): number => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
