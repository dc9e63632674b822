/**
 * The largest and the smallest values of many, each list from the outermost inwards. Merges exactly: the largest of a
 * union are among the largest of its parts. While no more values were added than are kept, both lists hold all of them.
 *
 *     keeping 2 of 5, 1, 9, 9, 3   ->   largest 9, 9   smallest 1, 3
 */
export interface Extremes {
  readonly largest: number[];
  readonly smallest: number[];
}

/** How many values are kept at each end: exact p-values down to 1/(n + 1), and enough of a tail to fit. */
export const extremesSize = 64;

/** The extremes of no values. */
export const emptyExtremes = (): Extremes => ({ largest: [], smallest: [] });

/** Adds a finite value. Changes the extremes. O(1) for one that is not kept, O(k) for one that is. */
export function addToExtremes({ largest, smallest }: Extremes, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`Extremes are finite numbers, not ${value}.`);
  insert(largest, value, (one, other) => one > other);
  insert(smallest, value, (one, other) => one < other);
}

/** Adds the extremes of `from` to those of `into`, and leaves `from` alone. O(k²), in practice O(k). */
export function mergeExtremes(into: Extremes, from: Extremes): void {
  for (const value of from.largest) insert(into.largest, value, (one, other) => one > other);
  for (const value of from.smallest) insert(into.smallest, value, (one, other) => one < other);
}

/** From the inside outwards, because most values belong inside. */
function insert(kept: number[], value: number, isFurther: (one: number, other: number) => boolean): void {
  if (kept.length === extremesSize && !isFurther(value, kept[extremesSize - 1])) return;
  let at = kept.length;
  while (at > 0 && isFurther(value, kept[at - 1])) at--;
  kept.splice(at, 0, value);
  if (kept.length > extremesSize) kept.pop();
}
