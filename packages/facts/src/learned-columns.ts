import { fact } from '@faultline/graph';
import { extremesSize, widestSegment, type BucketSegment, type Extremes, type LogHistogram } from '@faultline/stats';
import type { LearnedMetrics } from './learned-metrics.ts';
import { mostSampledRows, ROW } from './learned-rows.ts';

/**
 * What is known of learned metrics without touching them. A state is larger than the caches of a processor, and most values
 * are neither extreme nor sampled: to see that, one line of memory must do. It is no part of the state.
 */
export interface LearnedColumns {
  /** Columns by name. A metric that is not among them is not learned yet, or is one too many. */
  readonly numbers: Map<string, number>;
  /** By column: values up to this one are not among the largest. */
  readonly upTo: number[];
  /** By column: values from this one on are not among the smallest. */
  readonly from: number[];
  /** By column: where most of the values are counted, until the histogram changes its form. */
  readonly segments: (BucketSegment | undefined)[];
  /** Rows with larger hashes are not sampled. */
  sampledUpTo: number;
  /** A row of which nothing is known: a copy takes no more room than it needs, and is quickly made. */
  readonly emptyRow: number[];
}

/** Looked up once for each object, and kept up to date by what changes it. */
export const learnedColumns = fact((learned: LearnedMetrics): LearnedColumns => {
  const { columns, values } = learned;
  const known: LearnedColumns = {
    numbers: new Map(columns.map((metric, column) => [metric, column])),
    upTo: [],
    from: [],
    segments: [],
    sampledUpTo: Infinity,
    emptyRow: Array.from({ length: ROW.metrics + columns.length }, () => Number.NaN),
  };
  for (const [column, { histogram, extremes }] of values.entries()) {
    noteHistogram(known, column, histogram);
    noteExtremes(known, column, extremes);
  }
  noteSample(known, learned);
  return known;
});

/** Notes where most values of a column are counted. */
export function noteHistogram({ segments }: LearnedColumns, column: number, histogram: LogHistogram): void {
  segments[column] = widestSegment(histogram);
}

/** Notes what would be extreme in a column from now on. */
export function noteExtremes({ upTo, from }: LearnedColumns, column: number, { largest, smallest }: Extremes): void {
  upTo[column] = largest[extremesSize - 1] ?? -Infinity;
  from[column] = smallest[extremesSize - 1] ?? Infinity;
}

/** Notes what would be sampled from now on. */
export function noteSample(known: LearnedColumns, { sample }: LearnedMetrics): void {
  known.sampledUpTo = sample[mostSampledRows - 1]?.[ROW.hash] ?? Infinity;
}
