import { firstIndex } from '@faultline/stats';
import { z } from 'zod';

/**
 * One execution, or one run, that ended: the hash of what it is called, that of its run, its start in whole milliseconds since
 * the epoch, 1 if it completed, its kind and input size (`ExecutionKind`), then its metrics in the order of the columns. NaN:
 * it has no such metric; JSON says null.
 */
export type LearnedRow = readonly number[];

/** Where what stands in a row. */
export const ROW = { hash: 0, run: 1, startMs: 2, completed: 3, kind: 4, size: 5, metrics: 6 } as const;

/** How many rows a random sample keeps. */
export const mostSampledRows = 256;
/** How many others are kept because they are the latest. */
export const mostRecentRows = 128;

const valueSchema = z.union([z.number(), z.null().transform(() => Number.NaN), z.nan()]);

const rowsSchema = z
  .array(z.array(valueSchema).readonly())
  .refine(
    (rows) => rows.every((row) => row.slice(0, ROW.metrics).every(Number.isFinite)),
    'a row must begin with its hashes, its start, its outcome, its kind and its size',
  );

const isInOrder = (rows: readonly LearnedRow[], compare: (a: LearnedRow, b: LearnedRow) => number): boolean =>
  rows.every((row, at) => at === 0 || compare(rows[at - 1]!, row) <= 0);

/** A sample as it is stored. */
export const sampledRowsSchema = rowsSchema
  .max(mostSampledRows)
  .refine((rows) => isInOrder(rows, compareRows), 'rows must be in order of their hashes');

/** The latest rows as they are stored. */
export const recentRowsSchema = rowsSchema
  .max(mostRecentRows)
  .refine((rows) => isInOrder(rows, compareInTime), 'rows must be in order of time');

/** What is kept of many rows. None is among both. */
export interface LearnedRows {
  /** A random sample, in order of the hash. */
  readonly sample: LearnedRow[];
  /** The latest of the others, in order of time. */
  readonly recent: LearnedRow[];
}

/**
 * Keeps the rows with the smallest hashes: a uniform random sample of all rows, however they came. Of the others it keeps
 * those that started last. So the latest of all are kept, some in one place and some in the other.
 * O(log k) for a row that comes last in time and is not sampled, O(k) for others.
 *
 * E. Cohen, H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.
 */
export function addToRows({ sample, recent }: LearnedRows, row: LearnedRow): void {
  const other = addToSample(sample, row);
  if (other !== undefined) addToRecent(recent, other);
}

/** Whether so many rows were added. */
export const areRowsOf = (count: number, { sample, recent }: LearnedRows): boolean =>
  sample.length === Math.min(count, mostSampledRows) &&
  recent.length === Math.min(count - sample.length, mostRecentRows);

/** Whether every row that was added was kept. For all but one number of rows this is known. */
export const areAllRows = ({ recent }: Pick<LearnedRows, 'recent'>): boolean => recent.length < mostRecentRows;

/** The row that has no place, which may be another one. */
function addToSample(sample: LearnedRow[], row: LearnedRow): LearnedRow | undefined {
  const { length } = sample;
  if (length === mostSampledRows && compareRows(row, sample[length - 1]!) >= 0) return row;
  sample.splice(
    firstIndex(length, (at) => compareRows(sample[at]!, row) > 0),
    0,
    row,
  );
  return length === mostSampledRows ? sample.pop() : undefined;
}

/** Keeps the rows that started last, in order of time. */
export function addToRecent(recent: LearnedRow[], row: LearnedRow): void {
  let at = recent.length;
  while (at > 0 && compareInTime(row, recent[at - 1]!) < 0) at--;
  if (at === recent.length) recent.push(row);
  else if (at > 0 || at + recent.length < mostRecentRows) recent.splice(at, 0, row);
  if (recent.length > mostRecentRows) recent.shift();
}

/** In order of time: start, then whatever differs. */
export const compareInTime = (a: LearnedRow, b: LearnedRow): number =>
  a[ROW.startMs]! - b[ROW.startMs]! || compareRows(a, b);

/** From the first value that differs; none is before any. */
function compareRows(a: LearnedRow, b: LearnedRow): number {
  const byHash = a[ROW.hash]! - b[ROW.hash]!;
  return byHash === 0 ? compareValues(a, b) : byHash;
}

function compareValues(a: LearnedRow, b: LearnedRow): number {
  for (let at = 0; at < a.length; at++) {
    const one = a[at]!;
    const other = b[at]!;
    if (one !== other && !(Number.isNaN(one) && Number.isNaN(other))) return Number.isNaN(one) || one < other ? -1 : 1;
  }
  return 0;
}
