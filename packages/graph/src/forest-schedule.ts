import { nesting, type Nesting } from './nesting.ts';
import type { Rows } from './rows.ts';
import { blockingSiblingsByEnd, siblingsByStart } from './sibling-order.ts';

/** Many small runs laid one after the other, so that one pass serves them all. */
export interface Forest {
  readonly size: number;
  /** Rows run by run, in each a node for the run itself, then its executions by (start, end, id). The first run starts at 0,
   * every other when the one before it has ended or later. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** Executions without a caller have the node of their run; the runs have -1. */
  readonly parent: Int32Array;
  readonly isAsync: Uint8Array;
  /** The node of each run. */
  readonly runs: Uint32Array;
}

/** What the schedules of all runs of a forest say. */
export interface ForestSchedule {
  /** By run: joints of its critical path that are implied from time order. */
  readonly impliedJoints: Uint32Array;
  /** By node: how much longer it may take without moving the end of its run. `Infinity`: nobody waits for it. */
  readonly slackNs: Float64Array;
  readonly nested: Pick<Nesting, 'isZeroed' | 'isClipped' | 'detached'>;
}

/**
 * Path and slack of many runs at once, without making events: for runs of ten executions most of the time would go into
 * their columns. Only for runs without recorded edges. The same answers as `criticalPath` and `slack` for each run
 * alone. O(V).
 *
 *     run 1 |======|  run 2 |=====|
 *       a   |==|        c   |=====|
 *       b      |===|
 */
export function forestSchedule({ size, startNs, endNs, parent, isAsync, runs }: Forest): ForestSchedule {
  const nested = nesting({
    size,
    executionCount: size,
    startNs,
    endNs,
    parent,
    edges: noEdges,
    isAsync,
    isPlanned: new Uint8Array(size + 1),
    fromNs: 0,
    untilNs: runs.length === 0 ? 0 : endNs[runs[runs.length - 1]],
  });
  const byStart = siblingsByStart(nested);
  const byEnd = blockingSiblingsByEnd(nested, byStart);
  const waitsFor = lastEndedBefore(nested, byStart, byEnd);
  const impliedJoints = new Uint32Array(runs.length);
  for (let at = 0; at < runs.length; at++) impliedJoints[at] = impliedOnPath(runs[at], nested, byEnd, waitsFor);
  const slackNs = new Float64Array(size).fill(Infinity);
  const latest = new LatestTimes(nested, byStart, byEnd, waitsFor, slackNs);
  for (const run of runs) latest.fix(run);
  return { impliedJoints, slackNs, nested };
}

const noEdges = { from: new Uint32Array(0), to: new Uint32Array(0) };

/** By node: the last blocking sibling that ended by its start, or -1. Time order implies that it waited for it. */
function lastEndedBefore({ startNs, endNs, isBlocking }: Nesting, byStart: Rows, byEnd: Rows): Int32Array {
  const waitsFor = new Int32Array(startNs.length).fill(-1);
  // The last row is that of the forest: runs do not wait for each other.
  for (let level = 0; level < startNs.length - 1; level++) {
    const first = byEnd.offsets[level];
    if (first === byEnd.offsets[level + 1]) continue;
    let ended = first;
    for (let at = byStart.offsets[level]; at < byStart.offsets[level + 1]; at++) {
      const node = byStart.targets[at];
      for (; ended < byEnd.offsets[level + 1]; ended++) {
        const sibling = byEnd.targets[ended];
        if (endNs[sibling] > startNs[node]) break;
        const isInstant = startNs[sibling] === endNs[sibling] && startNs[node] === endNs[node];
        if (endNs[sibling] === startNs[node] && isInstant) break;
      }
      if (ended > first && (isBlocking[node] === 1 || startNs[node] <= endNs[level]))
        waitsFor[node] = byEnd.targets[ended - 1];
    }
  }
  return waitsFor;
}

/** Back from the end of a run: through what ended last inside, then through what its start waited for. */
function impliedOnPath(run: number, { parent }: Nesting, { offsets, targets }: Rows, waitsFor: Int32Array): number {
  let count = 0;
  let node = run;
  for (;;) {
    while (offsets[node] < offsets[node + 1]) node = targets[offsets[node + 1] - 1];
    while (node !== run && waitsFor[node] < 0) node = parent[node];
    if (node === run) return count;
    count++;
    node = waitsFor[node];
  }
}

/**
 * The latest times that leave the end of a run where it is, from its end backwards: who starts last is done first, with
 * all it called, because nothing that started before can wait for it.
 */
class LatestTimes {
  readonly #nested: Nesting;
  readonly #byStart: Rows;
  readonly #byEnd: Rows;
  readonly #waitsFor: Int32Array;
  readonly #slackNs: Float64Array;
  /** Where each level is, in both orders. */
  readonly #childrenLeft: Uint32Array;
  readonly #endsLeft: Uint32Array;
  /** By level: when all that ends up to where it is must have ended at the latest. */
  readonly #endedNs: Float64Array;
  /** By node: what those allow that wait for it, and for all that ended before it. */
  readonly #neededNs: Float64Array;
  readonly #startNs: Float64Array;
  /** By node: NaN until siblings that end later are done. */
  readonly #latestNs: Float64Array;

  constructor(nested: Nesting, byStart: Rows, byEnd: Rows, waitsFor: Int32Array, slackNs: Float64Array) {
    this.#nested = nested;
    this.#byStart = byStart;
    this.#byEnd = byEnd;
    this.#waitsFor = waitsFor;
    this.#slackNs = slackNs;
    this.#childrenLeft = byStart.offsets.slice(1);
    this.#endsLeft = byEnd.offsets.slice(1);
    this.#endedNs = new Float64Array(slackNs.length);
    this.#neededNs = new Float64Array(slackNs.length).fill(Infinity);
    this.#startNs = new Float64Array(slackNs.length);
    this.#latestNs = new Float64Array(slackNs.length).fill(Number.NaN);
  }

  /** Sets the slack of a run and of all in it. */
  fix(run: number): void {
    this.#enter(run, this.#nested.endNs[run]);
    for (let level = run; ;) {
      if (this.#childrenLeft[level] > this.#byStart.offsets[level]) {
        const child = this.#byStart.targets[--this.#childrenLeft[level]];
        this.#enter(child, this.#nested.isBlocking[child] === 1 ? this.#latestEnd(child, level) : Infinity);
        level = child;
        continue;
      }
      if (level === run) return;
      this.#leave(level);
      level = this.#nested.parent[level];
    }
  }

  #enter(node: number, latestEndNs: number): void {
    const { startNs, endNs } = this.#nested;
    const { offsets, targets } = this.#byEnd;
    this.#slackNs[node] = latestEndNs - endNs[node];
    const last = offsets[node + 1];
    const hasChildren = last > offsets[node];
    this.#startNs[node] = hasChildren ? Infinity : latestEndNs - (endNs[node] - startNs[node]);
    // The end waits for the last child to end, and keeps its distance.
    if (hasChildren) this.#endedNs[node] = latestEndNs - (endNs[node] - endNs[targets[last - 1]]);
  }

  /** No later than any sibling that ends after it: what waits for all of them waits for the last. */
  #latestEnd(child: number, level: number): number {
    const { targets } = this.#byEnd;
    while (Number.isNaN(this.#latestNs[child])) {
      const sibling = targets[--this.#endsLeft[level]];
      if (this.#neededNs[sibling] < this.#endedNs[level]) this.#endedNs[level] = this.#neededNs[sibling];
      this.#latestNs[sibling] = this.#endedNs[level];
    }
    return this.#latestNs[child];
  }

  /** Hands on what the start of a node allows: to the sibling that it waited for, or to its parent. */
  #leave(node: number): void {
    const { parent, startNs, endNs, isBlocking } = this.#nested;
    const before = this.#waitsFor[node];
    const above = parent[node];
    if (before >= 0)
      this.#neededNs[before] = Math.min(this.#neededNs[before], this.#startNs[node] - (startNs[node] - endNs[before]));
    else if (isBlocking[node] === 1 || startNs[node] >= startNs[above])
      this.#startNs[above] = Math.min(this.#startNs[above], this.#startNs[node] - (startNs[node] - startNs[above]));
  }
}
