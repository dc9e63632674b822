import { quantileOf } from './weighted-quantile.ts';

/** Where a figure lies. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The central 95 % of replicates around the figure they replicate. O(n log n). */
export function intervalOf(mean: number, replicates: readonly number[]): Interval {
  const sorted = replicates.toSorted((a, b) => a - b);
  return { mean, low: quantileOf(sorted, 0.025), high: quantileOf(sorted, 0.975) };
}
