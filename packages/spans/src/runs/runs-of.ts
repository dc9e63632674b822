import type { NoteCatalogue } from '@faultline/core';
import type { Run } from '@faultline/model';
import { exportedRunReader } from '../export/exported-run.ts';
import { runOf } from './run-of.ts';
import { attributeReader } from '../conventions/span-attributes.ts';
import { notesOf } from '../table/span-notes.ts';
import type { SpanTable } from '../table/span-table.ts';
import { stepSpanMaker, type StepSpan } from './step-span.ts';
import { inOrderOfStart, rowsByTrace, untracedCount, type TraceRows } from './traces-in.ts';

/**
 * The runs in a table, one for each trace, in order of (start, id); a run is put together when it is asked for. Ids,
 * parents and times are handed on as recorded: repairing them, and reporting that, is for core and for validators.
 * `catalogue` words the notes that the reader made in the table. O(n log n).
 */
export function* runsOf(table: SpanTable, catalogue: NoteCatalogue = {}): Generator<Run> {
  const traces = rowsByTrace(table);
  const runOfTrace = runMaker(table, traces, catalogue);
  for (const trace of inOrderOfStart(table, traces)) yield runOfTrace(trace);
}

/** Makes the runs of the traces that have spans. O(n log n) for each. */
export function runMaker(table: SpanTable, traces: TraceRows, catalogue: NoteCatalogue): (trace: number) => Run {
  const { rows, firstOf } = traces;
  const attributesOf = attributeReader(table);
  const stepSpanOf = stepSpanMaker(table);
  const untraced = untracedCount(table, traces);
  const exportedRunOf = exportedRunReader(table);
  return (trace) => {
    const ofTrace = rows.subarray(firstOf[trace], firstOf[trace + 1]);
    const notes = notesOf(table, trace, ofTrace.length, untraced, catalogue);
    const exported = exportedRunOf(ofTrace, notes);
    if (exported !== undefined) return exported;
    const steps: StepSpan[] = [];
    for (const row of ofTrace) steps.push(stepSpanOf(row, attributesOf(row)));
    return runOf(table, steps, notes);
  };
}
