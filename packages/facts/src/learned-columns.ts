import { fact } from '@faultline/graph';
import type { Extremes } from '@faultline/stats';
import { extremesSize } from '@faultline/stats';
import type { LearnedMetrics } from './learned-metrics.ts';
import { ROW } from './learned-rows.ts';

/**
 * What is known of learned metrics without touching them. A state is larger than the caches of a processor, and most values
 * are neither extreme nor sampled: to see that, one line of memory must do. It is no part of the state.
 */
export interface LearnedColumns {
  /** Columns by name. */
  readonly numbers: Map<string, number>;
  /** By column: values up to this one are not among the largest. */
  readonly upTo: number[];
  /** By column: values from this one on are not among the smallest. */
  readonly from: number[];
  /** A row of which nothing is known: a copy takes no more room than it needs, and is quickly made. */
  readonly emptyRow: number[];
}

/** Looked up once for each object, and kept up to date by what changes it. */
export const learnedColumns = fact(({ columns, values }: LearnedMetrics): LearnedColumns => {
  const known: LearnedColumns = {
    numbers: new Map(columns.map((metric, column) => [metric, column])),
    upTo: [],
    from: [],
    emptyRow: Array.from({ length: ROW.metrics + columns.length }, () => Number.NaN),
  };
  for (const [column, { extremes }] of values.entries()) noteExtremes(known, column, extremes);
  return known;
});

/** Notes what would be extreme in a column from now on. */
export function noteExtremes({ upTo, from }: LearnedColumns, column: number, { largest, smallest }: Extremes): void {
  upTo[column] = largest[extremesSize - 1] ?? -Infinity;
  from[column] = smallest[extremesSize - 1] ?? Infinity;
}
