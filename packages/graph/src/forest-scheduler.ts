import { forestColumns, type ForestColumns } from './forest-columns.ts';
import { DETACHED, isOutside, parentsFirstOrder, type Nesting } from './nesting.ts';
import { sortByEnd } from './sibling-order.ts';

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
 * their columns, which here are made once for all forests. Only for runs without recorded edges. The same answers as
 * `criticalPath` and `slack` for each run alone.
 *
 *     run 1 |======|  run 2 |=====|
 *       a   |==|        c   |=====|
 *       b      |===|
 *
 * No way leads into an execution but through its start, and the longest from its start to its end takes as long as it
 * does. So siblings are solid bars, whatever lies below them: their slack is that of their parent and what they have
 * among themselves.
 */
export class ForestScheduler {
  #columns = forestColumns(0);

  /** The schedules of a forest, in columns that hold until the next one. O(V) where few siblings overlap, else O(V log V). */
  schedule(forest: Forest): ForestSchedule {
    const { size, runs } = forest;
    const room = this.#columns.slackNs.length;
    if (room < size) this.#columns = forestColumns(Math.max(size, 2 * room));
    const columns = this.#columns;
    const order = isParentsFirst(forest) ? columns.ascending : parentsFirst(forest);
    fit(forest, order, columns);
    layOutRows(forest, columns);
    for (let at = 0; at < size; at++) scheduleChildren(order[at], columns);
    for (let at = 0; at < runs.length; at++) columns.impliedJoints[at] = impliedOnPath(runs[at], forest, columns);
    return {
      impliedJoints: columns.impliedJoints.subarray(0, runs.length),
      slackNs: columns.slackNs.subarray(0, size),
      nested: {
        isZeroed: columns.isZeroed.subarray(0, size),
        isClipped: columns.isClipped.subarray(0, size),
        detached: columns.detached.subarray(0, size),
      },
    };
  }
}

function isParentsFirst({ size, parent }: Forest): boolean {
  for (let node = 0; node < size; node++) if (parent[node] >= node) return false;
  return true;
}

function parentsFirst({ size, parent }: Forest): Uint32Array {
  return parentsFirstOrder(
    Uint32Array.from({ length: size + 1 }, (_, node) => (node < size && parent[node] >= 0 ? parent[node] : size)),
    size,
  );
}

/** Fits every execution into its parent, as `nesting` does. */
function fit({ size, parent, isAsync, ...recorded }: Forest, order: Uint32Array, columns: ForestColumns): void {
  const { startNs, endNs, detached, isClipped, isZeroed, slackNs } = columns;
  for (let at = 0; at < size; at++) {
    const node = order[at];
    const above = parent[node];
    const fromNs = recorded.startNs[node];
    const untilNs = Math.max(fromNs, recorded.endNs[node]);
    startNs[node] = fromNs;
    endNs[node] = untilNs;
    isZeroed[node] = recorded.endNs[node] < fromNs ? 1 : 0;
    isClipped[node] = 0;
    detached[node] = DETACHED.no;
    slackNs[node] = 0;
    if (above < 0) continue;
    if (isAsync[node] === 1) detached[node] = DETACHED.declared;
    else if (isOutside(fromNs, untilNs, startNs[above], endNs[above])) detached[node] = DETACHED.outsideParent;
    else if (fromNs < startNs[above] || untilNs > endNs[above]) {
      isClipped[node] = 1;
      startNs[node] = Math.max(fromNs, startNs[above]);
      endNs[node] = Math.min(untilNs, endNs[above]);
    }
    if (detached[node] !== DETACHED.no) slackNs[node] = Infinity;
  }
}

/**
 * Lays out the rows of blocking children, for now all in the order of nodes. That is the order of start: clipping moves
 * starts only to where no other sibling starts before.
 */
function layOutRows({ size, parent }: Forest, { detached, offsets, byStart, byEnd, neededNs }: ForestColumns): void {
  offsets.fill(0, 0, size + 2);
  for (let node = 0; node < size; node++) if (parent[node] >= 0 && detached[node] === 0) offsets[parent[node] + 2]++;
  for (let node = 2; node <= size; node++) offsets[node] += offsets[node - 1];
  // What was the begin of the row before becomes its end.
  for (let node = 0; node < size; node++) {
    if (parent[node] < 0 || detached[node] !== 0) continue;
    const place = offsets[parent[node] + 1]++;
    byStart[place] = byEnd[place] = node;
  }
  neededNs.fill(Infinity, 0, offsets[size]);
}

/** Finds what each child waited for and how much slack it has. That of the parent must be known. */
function scheduleChildren(level: number, columns: ForestColumns): void {
  const first = columns.offsets[level];
  const end = columns.offsets[level + 1];
  if (first === end) return;
  sortByEnd(columns.byEnd, first, end, columns);
  waitForEnded(level, columns);
  hangFromEnd(level, columns);
}

function waitForEnded(level: number, { offsets, byStart, byEnd, startNs, endNs, waitsAt }: ForestColumns): void {
  const first = offsets[level];
  let ended = first;
  for (let at = first; at < offsets[level + 1]; at++) {
    const node = byStart[at];
    const nodeNs = startNs[node];
    const isInstant = nodeNs === endNs[node];
    waitsAt[node] = -1;
    // None can have ended before, and two of no length at one instant do not wait for each other.
    if (isInstant && nodeNs === startNs[level]) continue;
    // It stands in the row itself, so that this ends there at the latest.
    for (; endNs[byEnd[ended]] <= nodeNs; ended++) {
      const sibling = byEnd[ended];
      if (isInstant && endNs[sibling] === nodeNs && startNs[sibling] === nodeNs) break;
    }
    if (ended > first) waitsAt[node] = ended - 1;
  }
}

/** From the last to end backwards: the parent's end waits for all children, and a child for all that ended before it. */
function hangFromEnd(level: number, { offsets, byEnd, endNs, waitsAt, neededNs, slackNs }: ForestColumns): void {
  const first = offsets[level];
  const last = offsets[level + 1] - 1;
  const parentSlackNs = slackNs[level];
  let latestNs = endNs[byEnd[last]];
  for (let at = last; at >= first; at--) {
    const node = byEnd[at];
    if (neededNs[at] < latestNs) latestNs = neededNs[at];
    const ownSlackNs = latestNs - endNs[node];
    slackNs[node] = parentSlackNs + ownSlackNs;
    const before = waitsAt[node];
    if (before < 0) continue;
    const allowedNs = endNs[byEnd[before]] + ownSlackNs;
    if (allowedNs < neededNs[before]) neededNs[before] = allowedNs;
  }
}

/** Back from the end of a run: through what ended last inside, then through what its start waited for. */
function impliedOnPath(run: number, { parent }: Forest, { offsets, byEnd, waitsAt }: ForestColumns): number {
  let count = 0;
  let node = run;
  for (;;) {
    while (offsets[node] < offsets[node + 1]) node = byEnd[offsets[node + 1] - 1];
    while (node !== run && waitsAt[node] < 0) node = parent[node];
    if (node === run) return count;
    count++;
    node = byEnd[waitsAt[node]];
  }
}
