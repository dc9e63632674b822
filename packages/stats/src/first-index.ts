/**
 * The first index below `size` that satisfies a condition which all later ones satisfy too; `size` if none does. Binary
 * search: D. E. Knuth, "The art of computer programming", volume 3, section 6.2.1. O(log size).
 */
export function firstIndex(size: number, isReached: (index: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
