import { SpanTable } from './span-table.ts';
import { RecentTraces } from './recent-traces.ts';
import type { TraceIds } from './trace-ids.ts';

const stretchesInFirst = 4;

/**
 * Decides which runs of a stream are over: those without a span in the last stretch of the input. They are looked for
 * at the end of every stretch, so that a run is over one to two stretches after its last span. The first stretch is four
 * times as long as others, so that shorter inputs are in one table.
 *
 *     stretch    1                   2         3
 *     run a      .x.x................|.........|      over at the end of 2
 *     run b      .x..................|...x.....|......... over at the end of 4
 *
 * Every stretch has a table of its own; runs that go on are moved from one to the next. A span that comes later makes a
 * further run of the same id, with the note `ingest/late-spans` if the run is one of the last 262,144 that were over. A
 * table that was handed out is valid until the end of the next stretch: then its columns are written over.
 */
export class OpenRuns {
  /** The table of the stretch that is being read. */
  table = new SpanTable();

  readonly #stretchBytes: number;
  #stretchEnd: number;
  #isFirst = true;
  #before: SpanTable | undefined;
  /** Was handed out a stretch ago. */
  #spent: SpanTable | undefined;
  /** Ids of runs that were handed out. */
  readonly #over = new RecentTraces();

  constructor(stretchBytes: number) {
    this.#stretchBytes = stretchBytes;
    this.#stretchEnd = stretchBytes * stretchesInFirst;
  }

  /** Whether a stretch has ended at a place of the input. */
  isDue(offset: number): boolean {
    return offset >= this.#stretchEnd;
  }

  /** Ends a stretch: makes a new `table`, and gives the runs that are over. `undefined`: none can be yet. */
  endStretch(offset: number): SpanTable | undefined {
    const share = this.#isFirst ? 1 / stretchesInFirst : 1;
    this.#isFirst = false;
    while (this.#stretchEnd <= offset) this.#stretchEnd += this.#stretchBytes;
    const spent = this.#before;
    const over = this.#handedOut();
    this.#before = this.table;
    this.table = new SpanTable(this.table, this.#spent, share);
    this.#spent = spent;
    return over;
  }

  /** All runs that are left when the input ends. */
  *rest(): Generator<SpanTable> {
    // Of an input of one stretch nothing was handed out, so nothing is late.
    if (this.#before === undefined) {
      if (this.table.size > 0) yield this.table;
      return;
    }
    const over = this.#handedOut();
    if (over !== undefined) yield over;
    this.#before = this.table;
    this.table = new SpanTable();
    const last = this.#handedOut();
    if (last !== undefined) yield last;
  }

  #handedOut(): SpanTable | undefined {
    const over = this.#before;
    if (over === undefined) return undefined;
    over.moveTraces(numbersThere(over.traces, this.table.traces), this.table);
    if (over.size === 0) return undefined;
    noteOver(over, this.#over);
    return over;
  }
}

// One loop a function: it is compiled once, not anew when the next loop is met.

/** The number of each trace among others; -1: it is not there. */
function numbersThere(traces: TraceIds, others: TraceIds): Int32Array {
  const there = new Int32Array(traces.size);
  for (let trace = 0; trace < there.length; trace++) there[trace] = others.find(traces, trace);
  return there;
}

/** Adds the traces that have rows to those that are over. Those that were are late. */
function noteOver(table: SpanTable, over: RecentTraces): void {
  const { traces, lateTraces } = table;
  const hasRows = tracesWithRows(table);
  for (let trace = 0; trace < hasRows.length; trace++)
    if (hasRows[trace] === 1 && !over.add(traces, trace)) lateTraces.add(trace);
}

function tracesWithRows({ traces, trace, size }: SpanTable): Uint8Array {
  const hasRows = new Uint8Array(traces.size);
  for (let row = 0; row < size; row++) hasRows[trace[row]] = 1;
  return hasRows;
}
