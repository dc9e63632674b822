import { ascending } from './ascending.ts';
import { fact } from './fact.ts';
import { rowsOf } from './rows.ts';
import { scheduleOptionsOf } from './schedule-options.ts';
import type { TimedDag } from './timed-dag.ts';

/** Why nobody waits for an execution, as stored in `Nesting.detached`. */
export const DETACHED = { no: 0, declared: 1, outsideParent: 2, outlivesParent: 3 } as const;

/**
 * Where executions stand once the parent of each is taken into account. Columns by node; the last entry (`size`) is the
 * run itself, which is the parent of all roots and its own.
 */
export interface Nesting {
  readonly parent: Uint32Array;
  /** Every node after its parent. Without the run. */
  readonly parentsFirst: Uint32Array;
  /** Effective times: repaired, then clipped to the parent. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** 1: the parent's end waits for it, and later siblings may have. Never a join. */
  readonly isBlocking: Uint8Array;
  /** A value of `DETACHED`. */
  readonly detached: Uint8Array;
  /** 1: reached beyond its parent on either side. */
  readonly isClipped: Uint8Array;
  /** 1: was recorded as ending before it started. */
  readonly isZeroed: Uint8Array;
}

/**
 * Fits every execution into its parent, from the run down. O(V).
 *
 *     parent          |==================|
 *     inside             |=====|
 *     clipped      |..======|    |=========...|
 *     detached   |==|                         |=====|      no moment inside: nobody waited for it
 *
 * A child declared asynchronous is detached wherever it lies; one that outlives its parent is clipped, or detached if the
 * options of the graph say so.
 */
export const nesting = fact((dag: TimedDag): Nesting => {
  const run = dag.size;
  const parent = new Uint32Array(run + 1).fill(run);
  for (let node = 0; node < run; node++) if (dag.parent[node] >= 0) parent[node] = dag.parent[node];
  const parentsFirst = parentsFirstOrder(parent, run);
  const { startNs, endNs, isZeroed } = repairedTimes(dag);
  const { overflow } = scheduleOptionsOf(dag);

  const isBlocking = new Uint8Array(run + 1);
  const detached = new Uint8Array(run + 1);
  const isClipped = new Uint8Array(run + 1);
  for (let at = 0; at < run; at++) {
    const node = parentsFirst[at];
    if (node >= dag.executionCount) continue;
    const fromNs = startNs[parent[node]];
    const untilNs = endNs[parent[node]];
    if (dag.isAsync[node] === 1) detached[node] = DETACHED.declared;
    else if (isOutside(startNs[node], endNs[node], fromNs, untilNs)) detached[node] = DETACHED.outsideParent;
    else if (overflow === 'detach' && endNs[node] > untilNs) detached[node] = DETACHED.outlivesParent;
    else {
      isBlocking[node] = 1;
      if (startNs[node] >= fromNs && endNs[node] <= untilNs) continue;
      isClipped[node] = 1;
      startNs[node] = Math.max(startNs[node], fromNs);
      endNs[node] = Math.min(endNs[node], untilNs);
    }
  }
  return { parent, parentsFirst, startNs, endNs, isBlocking, detached, isClipped, isZeroed };
});

/** Without a common moment. Touching the parent's edge is one only for an execution that took no time. */
export function isOutside(startNs: number, endNs: number, fromNs: number, untilNs: number): boolean {
  if (startNs === endNs) return startNs > untilNs || endNs < fromNs;
  return startNs >= untilNs || endNs <= fromNs;
}

/** No execution ends before it starts, and joins take no time. */
function repairedTimes(dag: TimedDag): Pick<Nesting, 'startNs' | 'endNs' | 'isZeroed'> {
  const run = dag.size;
  const startNs = new Float64Array(run + 1);
  const endNs = new Float64Array(run + 1);
  const isZeroed = new Uint8Array(run + 1);
  startNs.set(dag.startNs);
  startNs[run] = dag.fromNs;
  endNs.set(dag.endNs);
  endNs[run] = dag.untilNs;
  for (let node = 0; node <= run; node++) {
    if (endNs[node] < startNs[node]) isZeroed[node] = 1;
    if (endNs[node] < startNs[node] || (node >= dag.executionCount && node < run)) endNs[node] = startNs[node];
  }
  return { startNs, endNs, isZeroed };
}

/**
 * Every node after its parent; `run`, the last entry, is its own. Ascending where that will do: clocks that differ can
 * make a child start, and thus count, before its parent. O(V).
 */
export function parentsFirstOrder(parent: Uint32Array, run: number): Uint32Array {
  const nodes = ascending(run);
  if (isParentsFirst(parent, run)) return nodes;

  const children = rowsOf(run + 1, { from: parent.subarray(0, run), to: nodes });
  const order = new Uint32Array(run + 1);
  order[0] = run;
  let known = 1;
  for (let done = 0; done < known; done++) {
    const row = children.targets.subarray(children.offsets[order[done]], children.offsets[order[done] + 1]);
    order.set(row, known);
    known += row.length;
  }
  if (known <= run) throw new RangeError(`${run + 1 - known} nodes are their own ancestors. Cut such cycles first.`);
  return order.subarray(1);
}

function isParentsFirst(parent: Uint32Array, run: number): boolean {
  for (let node = 0; node < run; node++) if (parent[node] >= node && parent[node] !== run) return false;
  return true;
}
