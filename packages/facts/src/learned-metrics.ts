import {
  addToExtremes,
  addToHistogram,
  countOf,
  emptyExtremes,
  emptyHistogram,
  extremesSize,
  firstIndex,
  mergeExtremes,
  mergeHistograms,
  type Extremes,
  type LogHistogram,
} from '@faultline/stats';
import { z } from 'zod';
import { learnedColumns, noteExtremes, type LearnedColumns } from './learned-columns.ts';
import {
  addToRecentRows,
  addToSampledRows,
  mostSampledRows,
  recentRowsSchema,
  sampledRowsSchema,
  ROW,
  type LearnedRow,
} from './learned-rows.ts';

// Keys that are numbers: nothing that a stored state could name clashes with what objects inherit.
const bucketsSchema = z.record(z.string().regex(/^-?\d+$/), z.int().positive());

/** All values of one metric, in buckets, and the outermost ones. */
export const learnedValuesSchema = z
  .strictObject({
    histogram: z.strictObject({ zeros: z.int().nonnegative(), positive: bucketsSchema, negative: bucketsSchema }),
    extremes: z.strictObject({ largest: z.array(z.number()), smallest: z.array(z.number()) }),
  })
  .refine(({ histogram, extremes: { largest, smallest } }) => {
    const count = Math.min(countOf(histogram), extremesSize);
    return largest.length === count && smallest.length === count && isInOrder(smallest) && isInOrder(largest, -1);
  }, `the outermost values must be as many as were seen, up to ${extremesSize}, and in order`) satisfies z.ZodType<{
  histogram: LogHistogram;
  extremes: Extremes;
}>;

const isInOrder = (values: readonly number[], sign = 1): boolean =>
  values.every((value, at) => at === 0 || sign * values[at - 1]! <= sign * value);

/** What is kept of the metrics of many executions of a step, or of many runs. */
export const learnedMetricsSchema = z
  .strictObject({
    columns: z.array(z.string()).describe('Names of metrics, in order.'),
    values: z.array(learnedValuesSchema).describe('By column.'),
    sample: sampledRowsSchema.describe('A random sample.'),
    recent: recentRowsSchema.describe('The latest.'),
  })
  .refine(
    ({ columns, values, sample, recent }) =>
      values.length === columns.length &&
      [sample, recent].every((rows) => rows.every(({ length }) => length === ROW.metrics + columns.length)),
    'there must be as many values as columns, in each row too',
  )
  .refine(
    ({ columns }) => columns.every((metric, column) => column === 0 || columns[column - 1]! < metric),
    'each column must be there once, in order',
  )
  .refine(
    ({ values, sample }) =>
      values.every(({ histogram }, column) => {
        const count = countOf(histogram);
        return count > 0 && count >= sample.filter((row) => !Number.isNaN(row[ROW.metrics + column])).length;
      }),
    'there must be values of each column, those of the sample among them',
  );

export interface LearnedValuesState extends z.infer<typeof learnedValuesSchema> {}
export interface LearnedMetrics extends z.infer<typeof learnedMetricsSchema> {}

/** Values of which none was seen. */
export const noValues = (): LearnedValuesState => ({ histogram: emptyHistogram(), extremes: emptyExtremes() });

/** Adds a value. */
export function addValue({ histogram, extremes }: LearnedValuesState, value: number): void {
  addToHistogram(histogram, value);
  addToExtremes(extremes, value);
}

/** Adds all values of `from`, and leaves it alone. */
export function mergeValues(into: LearnedValuesState, from: LearnedValuesState): void {
  mergeHistograms(into.histogram, from.histogram);
  mergeExtremes(into.extremes, from.extremes);
}

/** Metrics of which none was seen. */
export const noMetrics = (): LearnedMetrics => ({ columns: [], values: [], sample: [], recent: [] });

/** What a row says beside the metrics. */
export interface RowHead {
  readonly hash: number;
  /** What rows of one run have in common. */
  readonly run: number;
  readonly startMs: number;
  readonly isCompleted: boolean;
  readonly kind: number;
  readonly size: number;
}

/** The row of an execution or run of which no metric is known yet. */
export function rowOf(learned: LearnedMetrics, { hash, run, startMs, isCompleted, kind, size }: RowHead): number[] {
  const row = learnedColumns(learned).emptyRow.slice();
  row[ROW.hash] = hash;
  row[ROW.run] = run;
  row[ROW.startMs] = Math.round(startMs);
  row[ROW.completed] = isCompleted ? 1 : 0;
  row[ROW.kind] = kind;
  row[ROW.size] = size;
  return row;
}

/** Adds one metric of an execution or run, and puts it into its row. */
export function addMetric(
  learned: LearnedMetrics,
  known: LearnedColumns,
  row: number[],
  metric: string,
  value: number,
): void {
  let column = known.numbers.get(metric);
  if (column === undefined) {
    column = insertColumn(learned, metric);
    row.splice(ROW.metrics + column, 0, Number.NaN);
  }
  row[ROW.metrics + column] = value;
  // Each column has its values.
  const { histogram, extremes } = learned.values[column]!;
  addToHistogram(histogram, value);
  if (value <= known.upTo[column]! && value >= known.from[column]!) return;
  addToExtremes(extremes, value);
  noteExtremes(known, column, extremes);
}

/** Adds the row once it has all metrics. It must not change afterwards. */
export function addRow({ sample, recent }: LearnedMetrics, row: LearnedRow): void {
  addToSampledRows(sample, row);
  addToRecentRows(recent, row);
}

/**
 * Whether a row was added that has the same hash, start and metrics. `undefined`: rows with such hashes are not sampled, and
 * it is not among the latest. O(k).
 */
export function hasRow(
  { columns, sample, recent }: LearnedMetrics,
  { hash, startMs }: RowHead,
  metrics: ReadonlyMap<string, number>,
): boolean | undefined {
  // NaN stands for none.
  const isIt = (row: LearnedRow): boolean =>
    row[ROW.hash] === hash &&
    row[ROW.startMs] === Math.round(startMs) &&
    columns.every((metric, column) => Object.is(row[ROW.metrics + column], metrics.get(metric) ?? Number.NaN));
  if ([...metrics.keys()].some((metric) => !columns.includes(metric))) return false;

  const first = firstIndex(sample.length, (at) => sample[at]![ROW.hash]! >= hash);
  for (let at = first; at < sample.length && sample[at]![ROW.hash] === hash; at++) if (isIt(sample[at]!)) return true;
  if (first < sample.length || sample.length < mostSampledRows) return false;
  return recent.some(isIt) || undefined;
}

/** Adds what was learned elsewhere, and leaves it alone. */
export function mergeMetrics(into: LearnedMetrics, from: LearnedMetrics): void {
  const known = learnedColumns(into);
  for (const metric of from.columns) if (!known.numbers.has(metric)) insertColumn(into, metric);
  const columnOf = from.columns.map((metric) => known.numbers.get(metric)!);
  for (const [at, values] of from.values.entries()) {
    const column = columnOf[at]!;
    mergeValues(into.values[column]!, values);
    noteExtremes(known, column, into.values[column]!.extremes);
  }
  const moved = (row: LearnedRow): LearnedRow => {
    const wider = known.emptyRow.slice();
    for (let at = 0; at < row.length; at++)
      wider[at < ROW.metrics ? at : ROW.metrics + columnOf[at - ROW.metrics]!] = row[at]!;
    return wider;
  };
  for (const row of from.sample) addToSampledRows(into.sample, moved(row));
  for (const row of from.recent) addToRecentRows(into.recent, moved(row));
}

/** Columns are in order of their names, so that they are the same whatever came first. */
function insertColumn(learned: LearnedMetrics, metric: string): number {
  const known = learnedColumns(learned);
  const { columns, values, sample, recent } = learned;
  const next = columns.findIndex((other) => other > metric);
  const column = next < 0 ? columns.length : next;
  columns.splice(column, 0, metric);
  values.splice(column, 0, noValues());
  for (const rows of [sample, recent])
    for (const [at, row] of rows.entries()) rows[at] = row.toSpliced(ROW.metrics + column, 0, Number.NaN);

  known.emptyRow.push(Number.NaN);
  for (let at = column; at < columns.length; at++) {
    known.numbers.set(columns[at]!, at);
    noteExtremes(known, at, values[at]!.extremes);
  }
  return column;
}
