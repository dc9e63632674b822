import { quantileOf } from './weighted-quantile.ts';

/** Where a figure lies. Without limits where too few runs are known to say: fewer than `leastRuns`. */
export interface Interval {
  readonly mean: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** Of fewer runs nothing is said about how sure a figure is. */
export const leastRuns = 5;

/** The central 95 % of replicates, by a number of runs, around the figure they replicate. O(n log n). */
export function intervalOf(mean: number, replicates: readonly number[], runs: number): Interval {
  if (runs < leastRuns) return { mean, low: undefined, high: undefined };
  const sorted = replicates.toSorted((a, b) => a - b);
  return { mean, low: quantileOf(sorted, 0.025), high: quantileOf(sorted, 0.975) };
}
