/** A value that stands for some share of all. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/**
 * The value below which the share `q` of the weight lies: interpolated between the middles of the weights of neighbours
 * (type 5 of Hyndman and Fan, which does not change when one value is written as two of half the weight). NaN of nothing.
 * O(n log n).
 *
 *     1, 2, 3 with weights 1, 1, 2   ->   q = 0.5: 2.33
 *
 * R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).
 */
export function weightedQuantile(values: readonly Weighted[], q: number): number {
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  let [lastMiddle, lastValue] = [-Infinity, sorted[0]?.value ?? Number.NaN];
  for (const { value, weight } of sorted) {
    const middle = (below + weight / 2) / total;
    if (middle >= q)
      return lastMiddle === -Infinity
        ? value
        : lastValue + ((q - lastMiddle) / (middle - lastMiddle)) * (value - lastValue);
    below += weight;
    [lastMiddle, lastValue] = [middle, value];
  }
  return lastValue;
}

/** The same for sorted values of equal weight. */
export function quantileOf(sorted: readonly number[], q: number): number {
  const rank = Math.min(Math.max(q * sorted.length - 0.5, 0), sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (rank % 1) * (above - below);
}
