import { addToExtremes, addToHistogram, addToSegment, countOf, firstIndex } from '@faultline/stats';
import { z } from 'zod';
import { compareColumns, mostColumns } from './column-order.ts';
import { countSchema } from './count-schema.ts';
import { learnedColumns, noteExtremes, noteHistogram, noteSample, type LearnedColumns } from './learned-columns.ts';
import {
  addToRecent,
  addToRows,
  areAllRows,
  mostSampledRows,
  recentRowsSchema,
  ROW,
  sampledRowsSchema,
  type LearnedRow,
} from './learned-rows.ts';
import { learnedValuesSchema, mergeValues, noValues } from './learned-values.ts';

/** What is kept of the metrics of many executions of a step, or of many runs. */
export const learnedMetricsSchema = z
  .strictObject({
    columns: z.array(z.string()).max(mostColumns).describe('Names of metrics, in order.'),
    values: z.array(learnedValuesSchema).describe('By column.'),
    otherValues: countSchema.describe('Values of metrics that are too many to be kept.'),
    sample: sampledRowsSchema.describe('A random sample.'),
    recent: recentRowsSchema.describe('The latest of the others.'),
  })
  .refine(
    ({ columns, values, sample, recent }) =>
      values.length === columns.length &&
      [sample, recent].every((rows) => rows.every(({ length }) => length === ROW.metrics + columns.length)),
    'there must be as many values as columns, in each row too',
  )
  .refine(
    ({ columns }) =>
      columns.every((metric, column) => column === 0 || compareColumns(columns[column - 1]!, metric) < 0),
    'each column must be there once, in order',
  )
  .refine(
    ({ columns, otherValues }) => otherValues === 0 || columns.length === mostColumns,
    'no metric is left out while there is room',
  )
  .refine(
    ({ values, sample, recent }) =>
      values.every(({ histogram }, column) => {
        const count = countOf(histogram);
        const hasValue = (row: LearnedRow): boolean => !Number.isNaN(row[ROW.metrics + column]);
        return count > 0 && count >= sample.filter(hasValue).length + recent.filter(hasValue).length;
      }),
    'there must be values of each column, those of the rows among them',
  );

export interface LearnedMetrics extends z.infer<typeof learnedMetricsSchema> {}

/** Metrics of which none was seen. */
export const noMetrics = (): LearnedMetrics => ({ columns: [], values: [], otherValues: 0, sample: [], recent: [] });

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
export function rowOf(known: LearnedColumns, { hash, run, startMs, isCompleted, kind, size }: RowHead): number[] {
  const row = known.emptyRow.slice();
  row[ROW.hash] = hash;
  row[ROW.run] = run;
  row[ROW.startMs] = Math.round(startMs);
  row[ROW.completed] = isCompleted ? 1 : 0;
  row[ROW.kind] = kind;
  row[ROW.size] = size;
  return row;
}

/** Adds one metric of an execution or run, and puts it into its row. Where there are too many metrics, it is counted. */
export function addMetric(
  learned: LearnedMetrics,
  known: LearnedColumns,
  row: number[],
  metric: string,
  value: number,
): void {
  const column = known.numbers.get(metric) ?? insertColumn(learned, metric, row);
  if (column === undefined) {
    learned.otherValues++;
    return;
  }
  row[ROW.metrics + column] = value;
  const segment = known.segments[column];
  const isCounted = segment !== undefined && addToSegment(segment, value);
  const isInside = value <= known.upTo[column]! && value >= known.from[column]!;
  if (isCounted && isInside) return;
  // Each column has its values.
  const { histogram, extremes } = learned.values[column]!;
  if (!isCounted) {
    addToHistogram(histogram, value);
    noteHistogram(known, column, histogram);
  }
  if (isInside) return;
  addToExtremes(extremes, value);
  noteExtremes(known, column, extremes);
}

/** Adds the row once it has all metrics. It must not change afterwards. */
export function addRow(learned: LearnedMetrics, known: LearnedColumns, row: LearnedRow): void {
  if (row[ROW.hash]! > known.sampledUpTo) {
    addToRecent(learned.recent, row);
    return;
  }
  addToRows(learned, row);
  noteSample(known, learned);
}

/**
 * Whether a row was added that has the same hash, start and metrics, as far as these are learned. `undefined`: rows with such
 * hashes are not sampled, and it is not among the latest. O(k).
 */
export function hasRow(
  learned: LearnedMetrics,
  { hash, startMs }: Pick<RowHead, 'hash' | 'startMs'>,
  metrics: ReadonlyMap<string, number>,
): boolean | undefined {
  const { columns, sample, recent } = learned;
  // NaN stands for none.
  const isIt = (row: LearnedRow): boolean =>
    row[ROW.hash] === hash &&
    row[ROW.startMs] === Math.round(startMs) &&
    columns.every((metric, column) => Object.is(row[ROW.metrics + column], metrics.get(metric) ?? Number.NaN));
  const { numbers } = learnedColumns(learned);
  for (const metric of metrics.keys()) if (!numbers.has(metric) && hasRoomFor(learned, metric)) return false;

  const first = firstIndex(sample.length, (at) => sample[at]![ROW.hash]! >= hash);
  for (let at = first; at < sample.length && sample[at]![ROW.hash] === hash; at++) if (isIt(sample[at]!)) return true;
  if (first < sample.length || sample.length < mostSampledRows) return false;
  return recent.some(isIt) || (areAllRows(learned) ? false : undefined);
}

/** How many rows both have, as far as that is known. O(k²) at most, for k rows of `from` that are among the latest. */
export function rowsInBoth(learned: LearnedMetrics, from: LearnedMetrics): number {
  const isInBoth = (row: LearnedRow): boolean => {
    const metrics = new Map(from.columns.map((metric, column) => [metric, row[ROW.metrics + column]!]));
    for (const [metric, value] of metrics) if (Number.isNaN(value)) metrics.delete(metric);
    // A row has a hash and a start.
    return hasRow(learned, { hash: row[ROW.hash]!, startMs: row[ROW.startMs]! }, metrics) === true;
  };
  return from.sample.filter(isInBoth).length + from.recent.filter(isInBoth).length;
}

/** Adds what was learned elsewhere, and leaves it alone. */
export function mergeMetrics(into: LearnedMetrics, from: LearnedMetrics): void {
  const known = learnedColumns(into);
  for (const metric of from.columns) if (!known.numbers.has(metric)) insertColumn(into, metric);
  into.otherValues += from.otherValues;
  const columnOf = from.columns.map((metric) => known.numbers.get(metric));
  for (const [at, values] of from.values.entries()) {
    const column = columnOf[at];
    if (column === undefined) {
      into.otherValues += countOf(values.histogram);
      continue;
    }
    const merged = into.values[column]!;
    mergeValues(merged, values);
    noteHistogram(known, column, merged.histogram);
    noteExtremes(known, column, merged.extremes);
  }
  const moved = (row: LearnedRow): LearnedRow => {
    const other = known.emptyRow.slice();
    for (let at = 0; at < ROW.metrics; at++) other[at] = row[at]!;
    for (const [at, column] of columnOf.entries())
      if (column !== undefined) other[ROW.metrics + column] = row[ROW.metrics + at]!;
    return other;
  };
  for (const rows of [from.sample, from.recent]) for (const row of rows) addToRows(into, moved(row));
  noteSample(known, into);
}

/** Columns have an order of their own, so that they are the same whatever came first. Its number, where it has a place. */
function insertColumn(learned: LearnedMetrics, metric: string, row?: number[]): number | undefined {
  if (!hasRoomFor(learned, metric)) return undefined;
  const known = learnedColumns(learned);
  const { columns, values, sample, recent } = learned;
  if (columns.length === mostColumns) dropLastColumn(learned, row);
  const next = columns.findIndex((other) => compareColumns(other, metric) > 0);
  const column = next < 0 ? columns.length : next;
  columns.splice(column, 0, metric);
  values.splice(column, 0, noValues());
  row?.splice(ROW.metrics + column, 0, Number.NaN);
  for (const rows of [sample, recent])
    for (const [at, other] of rows.entries()) rows[at] = other.toSpliced(ROW.metrics + column, 0, Number.NaN);

  known.emptyRow.push(Number.NaN);
  for (let at = column; at < columns.length; at++) {
    known.numbers.set(columns[at]!, at);
    noteHistogram(known, at, values[at]!.histogram);
    noteExtremes(known, at, values[at]!.extremes);
  }
  return column;
}

/** Rows are compared from their first value on: their order and choice stay the same without the last. */
function dropLastColumn(learned: LearnedMetrics, row: number[] | undefined): void {
  const known = learnedColumns(learned);
  const { columns, values, sample, recent } = learned;
  // There is one.
  known.numbers.delete(columns.pop()!);
  learned.otherValues += countOf(values.pop()!.histogram);
  row?.pop();
  known.emptyRow.pop();
  for (const rows of [sample, recent]) for (const [at, other] of rows.entries()) rows[at] = other.slice(0, -1);
}

/** Whether a metric that is not learned yet is to be. */
const hasRoomFor = ({ columns }: LearnedMetrics, metric: string): boolean =>
  columns.length < mostColumns || compareColumns(metric, columns.at(-1)!) < 0;
