/**
 * Of the numbers 0 to `size - 1` those that come first by an order, in that order; of equals the smaller. For the few
 * rows of a list, where sorting all would take longer than everything else. O(size * limit) at worst.
 *
 *     foremost(4, 2, (a, b) => [3, 9, 1, 9][b] - [3, 9, 1, 9][a])   ->   1, 3
 */
export function foremost(size: number, limit: number, compare: (a: number, b: number) => number): number[] {
  const first: number[] = [];
  for (let next = 0; next < size; next++) {
    if (first.length === limit && compare(next, first[limit - 1]!) >= 0) continue;
    let at = first.length < limit ? first.length : limit - 1;
    for (; at > 0 && compare(next, first[at - 1]!) < 0; at--) first[at] = first[at - 1]!;
    first[at] = next;
  }
  return first;
}
