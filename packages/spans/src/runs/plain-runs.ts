import type { RunFigures } from '@faultline/core';
import { ForestScheduler } from '@faultline/graph';
import type { IngestNote } from '@faultline/model';
import { figuresIn, type PlainRun } from './forest-figures.ts';
import { ParentFinder } from './parent-finder.ts';
import { PlainSpans } from './plain-spans.ts';
import { StepFinder } from './step-finder.ts';
import { inOrderOfTime, type TraceRows } from './traces-in.ts';
import { lengthened } from '../bytes/lengthened.ts';
import { ID_FORM } from '../table/span-ids.ts';
import type { SpanTable } from '../table/span-table.ts';

/** Enough that making the columns costs little, few enough that they stay in the cache. */
const ENOUGH_NODES = 1024;
/** Times of a whole forest are exact integers. */
const LAST_NS = 2 ** 52;
const NS_PER_MS = 1e6;

/**
 * Runs of which parents and times say all: sound trees of plain spans. They are scheduled many at a time, straight from
 * the columns of their table, and get the figures that their views would have.
 */
export class PlainRuns {
  readonly #table: SpanTable;
  readonly #traces: TraceRows;
  readonly #notesOf: (trace: number, kept: number) => readonly IngestNote[];
  readonly #steps: StepFinder;
  readonly #parents: ParentFinder;
  readonly #scheduler = new ForestScheduler();
  // The forest so far: each run is a node, behind which are those of its executions.
  #size = 0;
  #untilNs = 0;
  #startNs = new Float64Array(2 * ENOUGH_NODES);
  #endNs = new Float64Array(2 * ENOUGH_NODES);
  #parent = new Int32Array(2 * ENOUGH_NODES);
  #runs: PlainRun[] = [];

  constructor(table: SpanTable, traces: TraceRows, notesOf: (trace: number, kept: number) => readonly IngestNote[]) {
    this.#table = table;
    this.#traces = traces;
    this.#notesOf = notesOf;
    this.#steps = new StepFinder(new PlainSpans(table));
    this.#parents = new ParentFinder(table);
  }

  /** Whether enough runs are waiting for `take`. */
  get isFull(): boolean {
    return this.#size >= ENOUGH_NODES || this.#untilNs > LAST_NS / 2;
  }

  /** Takes a trace in, unless it is not plain. O(n) for spans in order of time. */
  add(trace: number): boolean {
    const rows = inOrderOfTime(this.#table, this.#traces, trace);
    const node = this.#size;
    this.#makeRoom(rows.length);
    if (!this.#steps.find(trace, rows) || !this.#parents.find(rows, this.#parent, node + 1, node)) return false;
    const makespanNs = this.#placeTimes(rows);
    if (!(makespanNs <= LAST_NS / 2) || this.#mayDifferInClocks(rows)) return false;
    this.#parent[node] = -1;
    this.#size += rows.length + 1;
    this.#untilNs += makespanNs;
    this.#runs.push({
      id: this.#table.traces.at(trace),
      node,
      executions: rows.length,
      stepIds: this.#steps.stepIds,
      makespanNs,
      notes: this.#notesOf(trace, rows.length),
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

  #makeRoom(count: number): void {
    const needed = this.#size + count + 1;
    if (needed <= this.#parent.length) return;
    const length = Math.max(needed, this.#parent.length * 2);
    this.#startNs = lengthened(this.#startNs, length);
    this.#endNs = lengthened(this.#endNs, length);
    this.#parent = lengthened(this.#parent, length);
  }

  /** Sets the times of the run and of the executions to come, and gives how long the run took. `NaN`: it has no root. */
  #placeTimes(rows: Uint32Array): number {
    const { startMs, endMs, parentIds } = this.#table;
    let fromMs = Infinity;
    let untilMs = -Infinity;
    for (let at = 0; at < rows.length; at++) {
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
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      node++;
      this.#startNs[node] = runNs + Math.round((startMs[row] - fromMs) * NS_PER_MS);
      this.#endNs[node] = runNs + Math.round((endMs[row] - fromMs) * NS_PER_MS);
    }
    return makespanNs;
  }

  /** Whether a span lies beyond its parent and was timed elsewhere: then its view looks whether the clocks differ. */
  #mayDifferInClocks(rows: Uint32Array): boolean {
    const { resources, resourceOf } = this.#table;
    if (resources.length < 2) return false;
    const first = this.#size + 1;
    for (let at = 0; at < rows.length; at++) {
      const node = first + at;
      const above = this.#parent[node];
      if (above < first) continue;
      const isWithin = this.#startNs[node] >= this.#startNs[above] && this.#endNs[node] <= this.#endNs[above];
      if (!isWithin && resourceOf[rows[at]] !== resourceOf[rows[above - first]]) return true;
    }
    return false;
  }
}
