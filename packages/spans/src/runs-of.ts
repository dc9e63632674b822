import type { NoteCatalogue } from '@faultline/core';
import type { Run } from '@faultline/model';
import { inIdOrder } from './id-order.ts';
import { runOf } from './run-of.ts';
import { attributeReader } from './span-attributes.ts';
import { notesOf } from './span-notes.ts';
import type { SpanTable } from './span-table.ts';
import { stepSpanMaker, type StepSpan } from './step-span.ts';

/**
 * The runs in a table, one for each trace, in order of (start, id); a run is put together when it is asked for. Ids,
 * parents and times are handed on as recorded: repairing them, and reporting that, is for core and for validators.
 * `catalogue` words the notes that the reader made in the table. O(n log n).
 */
export function* runsOf(table: SpanTable, catalogue: NoteCatalogue = {}): Generator<Run> {
  const { rows, firstOf } = rowsByTrace(table);
  const attributesOf = attributeReader(table);
  const stepSpanOf = stepSpanMaker(table);
  const untraced = untracedCount(table, firstOf);
  for (const trace of inOrderOfStart(table, rows, firstOf)) {
    const steps: StepSpan[] = [];
    for (let at = firstOf[trace]; at < firstOf[trace + 1]; at++)
      steps.push(stepSpanOf(rows[at], attributesOf(rows[at])));
    const notes = notesOf(table, trace, steps.length, untraced, catalogue);
    yield runOf(table, steps, notes);
  }
}

/** The rows of trace t are `rows[firstOf[t]]` to, and without, `rows[firstOf[t + 1]]`. */
function rowsByTrace({ size, trace, traceIds }: SpanTable): {
  readonly rows: Uint32Array;
  readonly firstOf: Uint32Array;
} {
  const firstOf = new Uint32Array(traceIds.length + 1);
  for (let row = 0; row < size; row++) firstOf[trace[row] + 1]++;
  for (let at = 0; at < traceIds.length; at++) firstOf[at + 1] += firstOf[at];
  const next = firstOf.slice();
  const rows = new Uint32Array(size);
  for (let row = 0; row < size; row++) rows[next[trace[row]]++] = row;
  return { rows, firstOf };
}

/** A trace none of whose spans could be kept makes no run. */
function untracedCount(table: SpanTable, firstOf: Uint32Array): number {
  let count = table.droppedFrom();
  for (let trace = 0; trace < table.traceIds.length; trace++)
    if (firstOf[trace] === firstOf[trace + 1]) count += table.droppedFrom(trace);
  return count;
}

function inOrderOfStart({ traceIds, startMs }: SpanTable, rows: Uint32Array, firstOf: Uint32Array): readonly number[] {
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
