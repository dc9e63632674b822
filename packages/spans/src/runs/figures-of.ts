import { figuresOf as figuresOfView, viewOf, type NoteCatalogue, type RunFigures } from '@faultline/core';
import { PlainRuns } from './plain-runs.ts';
import { runMaker } from './runs-of.ts';
import { notesOf } from '../table/span-notes.ts';
import type { SpanTable } from '../table/span-table.ts';
import { rowsByTrace, untracedCount } from './traces-in.ts';

/**
 * The figures of the runs in a table, in no particular order: what `runsOf`, then a view of each would tell, without
 * making either where a trace is a plain tree. As many at a time as are scheduled together. O(n log n).
 */
export function* figuresOf(table: SpanTable, catalogue: NoteCatalogue = {}): Generator<readonly RunFigures[]> {
  const traces = rowsByTrace(table);
  const runOf = runMaker(table, traces, catalogue);
  const untraced = untracedCount(table, traces);
  const plain = new PlainRuns(table, traces, (trace, kept) => notesOf(table, trace, kept, untraced, catalogue));
  for (let trace = 0; trace + 1 < traces.firstOf.length; trace++) {
    if (traces.firstOf[trace] === traces.firstOf[trace + 1]) continue;
    if (!plain.add(trace)) yield [figuresOfView(viewOf(runOf(trace)))];
    else if (plain.isFull) yield plain.take();
  }
  yield plain.take();
}
