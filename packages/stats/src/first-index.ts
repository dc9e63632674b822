/** The first index below `size` that satisfies a condition which all later ones satisfy too; `size` if none does. */
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
