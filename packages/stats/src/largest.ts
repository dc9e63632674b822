/**
 * The largest of any number of values; `-Infinity`: there are none. Where they come from a run: as arguments of `Math.max` a
 * hundred thousand would overflow the stack. O(n).
 */
export function largest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  return most;
}
