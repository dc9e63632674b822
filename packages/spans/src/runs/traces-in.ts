import { inIdOrder } from './id-order.ts';
import type { SpanTable } from '../table/span-table.ts';

/** The rows of a table by trace: those of trace t are `rows[firstOf[t]]` to, and without, `rows[firstOf[t + 1]]`. */
export interface TraceRows {
  readonly rows: Uint32Array;
  readonly firstOf: Uint32Array;
}

/** Rows keep their order. O(rows). */
export function rowsByTrace(table: SpanTable): TraceRows {
  const firstOf = rowCounts(table);
  addUp(firstOf);
  return { rows: placedRows(table, firstOf.slice()), firstOf };
}

// One loop a function: it is compiled once, not anew when the next loop is met.

/** How many rows each trace has, behind the place of the trace. */
function rowCounts({ size, trace, traces }: SpanTable): Uint32Array {
  const counts = new Uint32Array(traces.size + 1);
  for (let row = 0; row < size; row++) counts[trace[row] + 1]++;
  return counts;
}

function addUp(counts: Uint32Array): void {
  for (let at = 1; at < counts.length; at++) counts[at] += counts[at - 1];
}

function placedRows({ size, trace }: SpanTable, next: Uint32Array): Uint32Array {
  const rows = new Uint32Array(size);
  for (let row = 0; row < size; row++) rows[next[trace[row]]++] = row;
  return rows;
}

/** Spans left out of the input that no run can speak of: a trace none of whose spans could be kept makes no run. */
export function untracedCount(table: SpanTable, { firstOf }: TraceRows): number {
  let count = table.droppedFrom();
  if (table.droppedCount === count) return count;
  for (let trace = 0; trace < table.traces.size; trace++)
    if (firstOf[trace] === firstOf[trace + 1]) count += table.droppedFrom(trace);
  return count;
}

/** The traces that have spans, in order of (start, id). O(rows + traces log traces). */
export function inOrderOfStart({ traceIds, startMs }: SpanTable, { rows, firstOf }: TraceRows): readonly number[] {
  const starts = new Float64Array(traceIds.length).fill(Infinity);
  const traces: number[] = [];
  for (let trace = 0; trace < traceIds.length; trace++) {
    if (firstOf[trace] === firstOf[trace + 1]) continue;
    traces.push(trace);
    for (let at = firstOf[trace]; at < firstOf[trace + 1]; at++)
      starts[trace] = Math.min(starts[trace], startMs[rows[at]]);
  }
  return traces.toSorted((a, b) => starts[a] - starts[b] || inIdOrder(traceIds[a], traceIds[b]));
}

/** The rows of a trace by (start, end, id), as runs have their executions. O(n) where they are in that order. */
export function inOrderOfTime(table: SpanTable, { rows, firstOf }: TraceRows, trace: number): Uint32Array {
  const own = rows.subarray(firstOf[trace], firstOf[trace + 1]);
  if (isInOrder(table, own)) return own;
  const { startMs, endMs } = table;
  return own.toSorted(
    (a, b) => startMs[a] - startMs[b] || endMs[a] - endMs[b] || inIdOrder(table.idOf(a), table.idOf(b)),
  );
}

function isInOrder({ startMs, endMs }: SpanTable, rows: Uint32Array): boolean {
  for (let at = 1; at < rows.length; at++) {
    const before = rows[at - 1];
    const row = rows[at];
    const isLater = startMs[before] < startMs[row] || (startMs[before] === startMs[row] && endMs[before] < endMs[row]);
    if (!isLater) return false;
  }
  return true;
}
