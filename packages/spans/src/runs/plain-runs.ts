import { slackFigures, type RunFigures } from '@faultline/core';
import { ForestScheduler, type ForestSchedule } from '@faultline/graph';
import type { IngestNote } from '@faultline/model';
import { inIdOrder } from './id-order.ts';
import { NOT_PLAIN, PlainSpans } from './plain-spans.ts';
import { ID_FORM, type SpanIds } from '../table/span-ids.ts';
import type { SpanTable } from '../table/span-table.ts';
import type { TraceRows } from './traces-in.ts';

/** Enough that making the columns costs little, few enough that they stay in the cache. */
const ENOUGH_NODES = 1024;
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
  readonly #scheduler = new ForestScheduler();
  // The forest so far.
  #size = 0;
  #untilNs = 0;
  #startNs = new Float64Array(2 * ENOUGH_NODES);
  #endNs = new Float64Array(2 * ENOUGH_NODES);
  #parent = new Int32Array(2 * ENOUGH_NODES);
  #runs: PlainRun[] = [];
  // Of the trace that is being added: its rows from a place on, how many, and its steps, each once.
  #rows: Uint32Array = new Uint32Array(0);
  #firstRow = 0;
  #rowCount = 0;
  /** Runs of one workflow have the same: one list serves them. */
  #stepIds: readonly string[] = [];
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
    this.#orderRows(trace);
    this.#makeRoom(this.#rowCount);
    if (!this.#findSteps(trace) || !this.#findParents()) return false;
    const makespanNs = this.#placeTimes();
    if (!(makespanNs <= LAST_NS / 2) || this.#mayDifferInClocks()) return false;
    const node = this.#size;
    const executions = this.#rowCount;
    this.#parent[node] = -1;
    this.#size += executions + 1;
    this.#untilNs += makespanNs;
    this.#runs.push({
      id: this.#table.traces.at(trace),
      node,
      executions,
      stepIds: this.#stepIds,
      makespanNs,
      notes: this.#notesOf(trace, executions),
    });
    return true;
  }

  /** The figures of the runs taken in since the last time. */
  take(): readonly RunFigures[] {
    const runs = this.#runs;
    const size = this.#size;
    if (runs.length === 0) return [];
    const schedule = this.#scheduler.schedule({
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
    return runs.map((run, at) => figuresIn(schedule, at, run));
  }

  /** By (start, end, id), as runs have their executions. */
  #orderRows(trace: number): void {
    const { rows, firstOf } = this.#traces;
    this.#rows = rows;
    this.#firstRow = firstOf[trace];
    this.#rowCount = firstOf[trace + 1] - this.#firstRow;
    if (this.#isInOrder()) return;
    const { startMs, endMs } = this.#table;
    this.#rows = rows
      .subarray(this.#firstRow, firstOf[trace + 1])
      .toSorted(
        (a, b) => startMs[a] - startMs[b] || endMs[a] - endMs[b] || inIdOrder(this.#table.idOf(a), this.#table.idOf(b)),
      );
    this.#firstRow = 0;
  }

  #isInOrder(): boolean {
    const { startMs, endMs } = this.#table;
    const rows = this.#rows;
    const end = this.#firstRow + this.#rowCount;
    for (let at = this.#firstRow + 1; at < end; at++) {
      const before = rows[at - 1];
      const row = rows[at];
      const isInOrder =
        startMs[before] < startMs[row] || (startMs[before] === startMs[row] && endMs[before] < endMs[row]);
      if (!isInOrder) return false;
    }
    return true;
  }

  /** Finds each step once. False: one of the spans is not plain. */
  #findSteps(trace: number): boolean {
    let stepIds = this.#stepIds;
    let own: string[] | undefined;
    let count = 0;
    const end = this.#firstRow + this.#rowCount;
    for (let at = this.#firstRow; at < end; at++) {
      const step = this.#spans.stepOf(this.#rows[at]);
      if (step === NOT_PLAIN) return false;
      if (this.#lastTraceOf[step] === trace + 1) continue;
      this.#lastTraceOf[step] = trace + 1;
      const stepId = this.#spans.stepIds[step];
      if (own === undefined && stepIds[count] !== stepId) stepIds = own = stepIds.slice(0, count);
      own?.push(stepId);
      count++;
    }
    this.#stepIds = count === stepIds.length ? stepIds : stepIds.slice(0, count);
    return true;
  }

  /** Sets the parents of the executions to come. False: ids repeat, a parent is not there, or spans call in a circle. */
  #findParents(): boolean {
    const { ids, parentIds } = this.#table;
    const node = this.#size;
    const count = this.#rowCount;
    const mask = this.#clearedSlots(count) - 1;
    for (let at = 0; at < count; at++) {
      const slot = this.#slotOf(ids, this.#rows[this.#firstRow + at], mask);
      if (this.#slots[slot] !== 0) return false;
      this.#slots[slot] = at + 1;
    }
    let isForward = true;
    for (let at = 0; at < count; at++) {
      const row = this.#rows[this.#firstRow + at];
      const isRoot = parentIds.form[row] === ID_FORM.none;
      const parent = isRoot ? 0 : this.#slots[this.#slotOf(parentIds, row, mask)];
      if (parent === 0 && !isRoot) return false;
      this.#parent[node + 1 + at] = node + parent;
      isForward &&= parent <= at;
    }
    return isForward || !this.#hasCycle(node, count);
  }

  /** Sets the times of the run and of the executions to come, and gives how long the run took. `NaN`: it has no root. */
  #placeTimes(): number {
    const { startMs, endMs, parentIds } = this.#table;
    const rows = this.#rows;
    const first = this.#firstRow;
    const count = this.#rowCount;
    let fromMs = Infinity;
    let untilMs = -Infinity;
    for (let at = first; at < first + count; at++) {
      const row = rows[at];
      if (parentIds.form[row] !== ID_FORM.none) continue;
      if (startMs[row] < fromMs) fromMs = startMs[row];
      if (endMs[row] > untilMs) untilMs = endMs[row];
    }
    if (fromMs === Infinity) return Number.NaN;
    const makespanNs = Math.round((untilMs - fromMs) * NS_PER_MS);
    const runNs = this.#untilNs;
    let node = this.#size;
    this.#startNs[node] = runNs;
    this.#endNs[node] = runNs + makespanNs;
    for (let at = first; at < first + count; at++) {
      const row = rows[at];
      node++;
      this.#startNs[node] = runNs + Math.round((startMs[row] - fromMs) * NS_PER_MS);
      this.#endNs[node] = runNs + Math.round((endMs[row] - fromMs) * NS_PER_MS);
    }
    return makespanNs;
  }

  /** Whether a span lies beyond its parent and was timed elsewhere: then its view looks whether the clocks differ. */
  #mayDifferInClocks(): boolean {
    const { resources, resourceOf } = this.#table;
    if (resources.length < 2) return false;
    const first = this.#size + 1;
    for (let at = 0; at < this.#rowCount; at++) {
      const node = first + at;
      const above = this.#parent[node];
      if (above < first) continue;
      const isWithin = this.#startNs[node] >= this.#startNs[above] && this.#endNs[node] <= this.#endNs[above];
      if (isWithin) continue;
      const row = this.#rows[this.#firstRow + at];
      if (resourceOf[row] !== resourceOf[this.#rows[this.#firstRow + above - first]]) return true;
    }
    return false;
  }

  /** Where an id is, or would be, among those of the trace. */
  #slotOf({ form, high, low }: SpanIds, row: number, mask: number): number {
    const { ids } = this.#table;
    // Fibonacci hashing: ids may count up.
    let slot = Math.imul(low[row] ^ Math.imul(high[row], 31), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = this.#rows[this.#firstRow + this.#slots[slot] - 1];
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
    mended: clipped + detached === 0 ? nothingMended : mendedIn(clipped, detached),
    notes: run.notes,
  };
}

const mendedIn = (clipped: number, detached: number): RunFigures['mended'] => ({
  ...(clipped > 0 && { 'beyond-parent': clipped }),
  ...(detached > 0 && { 'not-awaited': detached }),
});

const nothingMended: RunFigures['mended'] = {};
const noEdges: RunFigures['edges'] = { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 };

function longer<Column extends Float64Array | Int32Array>(column: Column, into: Column): Column {
  into.set(column);
  return into;
}
