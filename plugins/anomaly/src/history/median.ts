/** The middle value, or the mean of the two in the middle; 0 of none. O(n log n). */
export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const upper = ascending[ascending.length >>> 1] ?? 0;
  const lower = ascending[(ascending.length - 1) >>> 1] ?? upper;
  return (lower + upper) / 2;
}
