/**
 * Of the numbers 0 to `size - 1` those that come first by an order, in that order; of equals the smaller. For the few
 * rows of a list, where sorting all would take longer than everything else. O(size * limit) at worst, with few
 * comparisons.
 *
 *     foremost(4, 2, (a, b) => [3, 9, 1, 9][b] - [3, 9, 1, 9][a])   ->   1, 3
 */
export function foremost(size: number, limit: number, compare: (a: number, b: number) => number): number[] {
  const first: number[] = [];
  if (limit < 1) return first;
  for (let next = 0; next < size; next++) {
    if (first.length === limit && compare(next, first[limit - 1]!) >= 0) continue;
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(next, first[middle]!) < 0) high = middle;
      else low = middle + 1;
    }
    for (let at = Math.min(first.length, limit - 1); at > low; at--) first[at] = first[at - 1]!;
    first[low] = next;
  }
  return first;
}
