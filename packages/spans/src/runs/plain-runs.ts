import { slackFigures, type RunFigures } from '@faultline/core';
import { forestSchedule, type ForestSchedule } from '@faultline/graph';
import type { IngestNote } from '@faultline/model';
import { inIdOrder } from './id-order.ts';
import { NOT_PLAIN, PlainSpans } from './plain-spans.ts';
import { ID_FORM, type SpanIds } from '../table/span-ids.ts';
import type { SpanTable } from '../table/span-table.ts';
import type { TraceRows } from './traces-in.ts';

/** Enough that making the columns costs little, few enough that they stay in the cache. */
const ENOUGH_NODES = 4096;
/** Times of a whole forest are exact integers. */
const LAST_NS = 2 ** 52;
const NS_PER_MS = 1e6;

interface PlainRun {
  readonly id: string;
  /** Its node; those of its executions follow. */
  readonly node: number;
  readonly executions: number;
  readonly stepIds: readonly string[];
  readonly makespanNs: number;
  readonly notes: readonly IngestNote[];
}

/**
 * Runs of which parents and times say all: sound trees of plain spans. They are scheduled many at a time, straight from
 * the columns of their table, and get the figures that their views would have.
 */
export class PlainRuns {
  readonly #table: SpanTable;
  readonly #traces: TraceRows;
  readonly #spans: PlainSpans;
  readonly #notesOf: (trace: number, kept: number) => readonly IngestNote[];
  // The forest so far.
  #size = 0;
  #untilNs = 0;
  #startNs = new Float64Array(2 * ENOUGH_NODES);
  #endNs = new Float64Array(2 * ENOUGH_NODES);
  #parent = new Int32Array(2 * ENOUGH_NODES);
  #runs: PlainRun[] = [];
  // Of the trace that is being added.
  #slots = new Uint32Array(64);
  #seenIn = new Uint32Array(64);
  /** By step: the last trace that had it, counted from 1. */
  readonly #lastTraceOf: number[] = [];

  constructor(table: SpanTable, traces: TraceRows, notesOf: (trace: number, kept: number) => readonly IngestNote[]) {
    this.#table = table;
    this.#traces = traces;
    this.#spans = new PlainSpans(table);
    this.#notesOf = notesOf;
  }

  /** Whether enough runs are waiting for `take`. */
  get isFull(): boolean {
    return this.#size >= ENOUGH_NODES || this.#untilNs > LAST_NS / 2;
  }

  /** Takes a trace in, unless it is not plain. O(n) for spans in order of time. */
  add(trace: number): boolean {
    const { startMs, endMs, traceIds, parentIds } = this.#table;
    const rows = this.#rowsInOrder(trace);
    this.#makeRoom(rows.length);
    const stepIds = this.#stepIdsOf(trace, rows);
    if (stepIds === undefined || !this.#findParents(rows)) return false;

    let fromMs = Infinity;
    let untilMs = -Infinity;
    // Here and below by index: an iterator for each of many short rows would cost more than the rows.
    for (let at = 0; at < rows.length; at++) {
      if (parentIds.form[rows[at]] !== ID_FORM.none) continue;
      fromMs = Math.min(fromMs, startMs[rows[at]]);
      untilMs = Math.max(untilMs, endMs[rows[at]]);
    }
    const makespanNs = Math.round((untilMs - fromMs) * NS_PER_MS);
    if (fromMs === Infinity || makespanNs > LAST_NS / 2) return false;

    const node = this.#size;
    this.#startNs[node] = this.#untilNs;
    this.#endNs[node] = this.#untilNs + makespanNs;
    this.#parent[node] = -1;
    for (let at = 0; at < rows.length; at++) {
      this.#startNs[node + 1 + at] = this.#untilNs + Math.round((startMs[rows[at]] - fromMs) * NS_PER_MS);
      this.#endNs[node + 1 + at] = this.#untilNs + Math.round((endMs[rows[at]] - fromMs) * NS_PER_MS);
    }
    this.#size += rows.length + 1;
    this.#untilNs += makespanNs;
    this.#runs.push({
      id: traceIds[trace],
      node,
      executions: rows.length,
      stepIds,
      makespanNs,
      notes: this.#notesOf(trace, rows.length),
    });
    return true;
  }

  /** The figures of the runs taken in since the last time. */
  *take(): Generator<RunFigures> {
    const runs = this.#runs;
    const size = this.#size;
    if (runs.length === 0) return;
    const schedule = forestSchedule({
      size,
      startNs: this.#startNs.subarray(0, size),
      endNs: this.#endNs.subarray(0, size),
      parent: this.#parent.subarray(0, size),
      isAsync: new Uint8Array(size),
      runs: Uint32Array.from(runs, ({ node }) => node),
    });
    this.#runs = [];
    this.#size = 0;
    this.#untilNs = 0;
    for (let at = 0; at < runs.length; at++) yield figuresIn(schedule, at, runs[at]);
  }

  /** By (start, end, id), as runs have their executions. */
  #rowsInOrder(trace: number): Uint32Array {
    const { startMs, endMs } = this.#table;
    const { rows, firstOf } = this.#traces;
    const ofTrace = rows.subarray(firstOf[trace], firstOf[trace + 1]);
    for (let at = 1; at < ofTrace.length; at++) {
      const before = ofTrace[at - 1];
      const row = ofTrace[at];
      if (startMs[before] < startMs[row] || (startMs[before] === startMs[row] && endMs[before] < endMs[row])) continue;
      return ofTrace.toSorted(
        (a, b) => startMs[a] - startMs[b] || endMs[a] - endMs[b] || inIdOrder(this.#table.idOf(a), this.#table.idOf(b)),
      );
    }
    return ofTrace;
  }

  /** Each step once. `undefined`: one of the spans is not plain. */
  #stepIdsOf(trace: number, rows: Uint32Array): readonly string[] | undefined {
    const stepIds: string[] = [];
    for (let at = 0; at < rows.length; at++) {
      const step = this.#spans.stepOf(rows[at]);
      if (step === NOT_PLAIN) return undefined;
      if (this.#lastTraceOf[step] === trace + 1) continue;
      this.#lastTraceOf[step] = trace + 1;
      stepIds.push(this.#spans.stepIds[step]);
    }
    return stepIds;
  }

  /** Sets the parents of the executions to come. False: ids repeat, a parent is not there, or spans call in a circle. */
  #findParents(rows: Uint32Array): boolean {
    const { ids, parentIds } = this.#table;
    const node = this.#size;
    const mask = this.#clearedSlots(rows.length) - 1;
    for (let at = 0; at < rows.length; at++) {
      const slot = this.#slotOf(ids, rows[at], rows, mask);
      if (this.#slots[slot] !== 0) return false;
      this.#slots[slot] = at + 1;
    }
    let isForward = true;
    for (let at = 0; at < rows.length; at++) {
      const isRoot = parentIds.form[rows[at]] === ID_FORM.none;
      const parent = isRoot ? 0 : this.#slots[this.#slotOf(parentIds, rows[at], rows, mask)];
      if (parent === 0 && !isRoot) return false;
      this.#parent[node + 1 + at] = node + parent;
      isForward &&= parent <= at;
    }
    return isForward || !this.#hasCycle(node, rows.length);
  }

  /** Where an id is, or would be, among those of the rows. */
  #slotOf({ form, high, low }: SpanIds, row: number, rows: Uint32Array, mask: number): number {
    const { ids } = this.#table;
    // Fibonacci hashing: ids may count up.
    let slot = Math.imul(low[row] ^ Math.imul(high[row], 31), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = rows[this.#slots[slot] - 1];
      if (ids.low[other] === low[row] && ids.high[other] === high[row] && ids.form[other] === form[row]) break;
    }
    return slot;
  }

  #clearedSlots(count: number): number {
    let size = 8;
    while (size < count * 2) size *= 2;
    if (this.#slots.length < size) this.#slots = new Uint32Array(size);
    else this.#slots.fill(0, 0, size);
    return size;
  }

  /** Goes up from each execution until it meets its own way, or one that was gone before. */
  #hasCycle(node: number, count: number): boolean {
    if (this.#seenIn.length <= count) this.#seenIn = new Uint32Array(count * 2);
    else this.#seenIn.fill(0, 0, count + 1);
    for (let start = 1; start <= count; start++) {
      let at = start;
      while (at > 0 && this.#seenIn[at] === 0) {
        this.#seenIn[at] = start;
        at = this.#parent[node + at] - node;
      }
      if (at > 0 && this.#seenIn[at] === start) return true;
    }
    return false;
  }

  #makeRoom(count: number): void {
    const needed = this.#size + count + 1;
    if (needed <= this.#parent.length) return;
    const length = Math.max(needed, this.#parent.length * 2);
    this.#startNs = longer(this.#startNs, new Float64Array(length));
    this.#endNs = longer(this.#endNs, new Float64Array(length));
    this.#parent = longer(this.#parent, new Int32Array(length));
  }
}

function figuresIn({ impliedJoints, slackNs, nested }: ForestSchedule, at: number, run: PlainRun): RunFigures {
  const first = run.node + 1;
  const end = first + run.executions;
  let [clipped, detached] = [0, 0];
  for (let node = first; node < end; node++) {
    if (nested.isClipped[node] === 1) clipped++;
    if (nested.detached[node] > 0) detached++;
  }
  return {
    id: run.id,
    executions: run.executions,
    stepIds: run.stepIds,
    edges: noEdges,
    makespanMs: run.makespanNs / NS_PER_MS,
    joints: { recorded: 0, implied: impliedJoints[at] },
    slack: slackFigures(slackNs, first, end),
    mended: {
      ...(clipped > 0 && { 'beyond-parent': clipped }),
      ...(detached > 0 && { 'not-awaited': detached }),
    },
    notes: run.notes,
  };
}

const noEdges: RunFigures['edges'] = { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 };

function longer<Column extends Float64Array | Int32Array>(column: Column, into: Column): Column {
  into.set(column);
  return into;
}
