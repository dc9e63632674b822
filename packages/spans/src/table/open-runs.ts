import { SpanTable } from './span-table.ts';
import type { TraceSet } from './trace-ids.ts';
import { TraceIndex } from './trace-index.ts';

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
 * further run of the same id, with the note `ingest/late-spans`.
 */
export class OpenRuns {
  /** The table of the stretch that is being read. */
  table = new SpanTable();

  readonly #stretchBytes: number;
  #stretchEnd: number;
  #before: SpanTable | undefined;
  /** Ids of runs that were handed out. */
  readonly #over: TraceSet = { index: new TraceIndex(), opaque: new Set() };

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
    while (this.#stretchEnd <= offset) this.#stretchEnd += this.#stretchBytes;
    const over = this.#handedOut();
    this.#before = this.table;
    this.table = new SpanTable(this.table);
    return over;
  }

  /** All runs that are left when the input ends. */
  *rest(): Generator<SpanTable> {
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
    const { traces } = over;
    const there = new Int32Array(traces.size);
    for (let trace = 0; trace < traces.size; trace++) there[trace] = this.table.traces.find(traces, trace);
    over.moveTraces(there, this.table);
    if (over.size === 0) return undefined;
    const hasRows = new Uint8Array(traces.size);
    for (let row = 0; row < over.size; row++) hasRows[over.trace[row]] = 1;
    for (let trace = 0; trace < traces.size; trace++)
      if (hasRows[trace] === 1 && !traces.addTo(this.#over, trace)) over.lateTraces.add(trace);
    return over;
  }
}
