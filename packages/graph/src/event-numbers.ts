import { followedSiblings } from './followed-siblings.ts';
import type { Nesting } from './nesting.ts';
import type { Rows } from './rows.ts';
import { blockingSiblingsByEnd, siblingsByStart } from './sibling-order.ts';
import { hasTolerance } from './schedule-options.ts';
import type { TimedDag } from './timed-dag.ts';

/** The events of every execution and of the run (entry `size`), and how siblings follow each other in time. */
export interface EventNumbers {
  readonly count: number;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** By then it and all siblings that ended before it have ended: a running maximum. The first to end needs no event of its own. */
  readonly allEnded: Uint32Array;
  /** The blocking sibling before it in order of end, or -1. */
  readonly previousToEnd: Int32Array;
  /** The last blocking sibling that ended by its start, or -1. Also -1 where time order implies nothing. */
  readonly lastEndedBefore: Int32Array;
  /** The blocking child that ended last, or -1. */
  readonly lastChild: Int32Array;
  /** The sibling that it followed although that had not quite ended, or -1. Needs a tolerance, see `ScheduleOptions`. */
  readonly followed: Int32Array;
  /** That sibling, less the overlap: an event of negative weight. Only where there is such a sibling. */
  readonly nearlyEnded: Uint32Array;
  /** By event: whose it is. The event before an overlap is that of the sibling. `size`: the run's. */
  readonly nodeOf: Uint32Array;
}

/**
 * Numbers events depth-first, which is a topological order as long as recorded edges join siblings. O(V).
 *
 *     p |=============|
 *     a  |===|              Sp Sa Ea Sb Eb (a, b ended) Sc Ec (a, b, c ended) Ep
 *     b   |====|
 *     c         |===|
 *
 * All siblings that ended before c can hold it up, not only the last: hung on a running maximum, these V * V / 2 edges
 * are one for each.
 */
export function depthFirstNumbers(dag: TimedDag, nested: Nesting): EventNumbers {
  const { parent, startNs, endNs, isBlocking } = nested;
  const byStart = siblingsByStart(nested);
  const byEnd = blockingSiblingsByEnd(nested, byStart);
  const run = dag.size;
  const start = new Uint32Array(run + 1);
  const end = new Uint32Array(run + 1);
  const allEnded = new Uint32Array(run + 1);
  const { previousToEnd, lastChild } = neighboursByEnd(byEnd);
  const lastEndedBefore = new Int32Array(run + 1).fill(-1);
  const nextChild = byStart.offsets.slice();
  const nextToEnd = byEnd.offsets.slice();
  const followed = followedSiblings(dag, nested, byStart, byEnd);
  const nearlyEnded = new Uint32Array(run + 1);
  // At most one more event for each that follows what had not quite ended.
  const nodeOf = new Uint32Array((hasTolerance(dag) ? 4 : 3) * (run + 1));
  let count = 0;

  const isImplying = (level: number, node: number): boolean =>
    dag.isPlanned[level === run ? 0 : level + 1] === 0 &&
    node < dag.executionCount &&
    (isBlocking[node] === 1 || startNs[node] <= endNs[level]);
  const hasEndedBy = (sibling: number, node: number): boolean =>
    endNs[sibling] < startNs[node] ||
    (endNs[sibling] === startNs[node] && (startNs[sibling] < endNs[sibling] || startNs[node] < endNs[node]));
  const countEnded = (sibling: number): void => {
    if (previousToEnd[sibling] < 0) allEnded[sibling] = end[sibling];
    else {
      nodeOf[count] = sibling;
      allEnded[sibling] = count++;
    }
  };

  nodeOf[count] = run;
  start[run] = count++;
  for (let level = run; ;) {
    if (nextChild[level] < byStart.offsets[level + 1]) {
      const child = byStart.targets[nextChild[level]++];
      const lastToEnd = byEnd.offsets[level + 1];
      while (nextToEnd[level] < lastToEnd && hasEndedBy(byEnd.targets[nextToEnd[level]], child)) {
        countEnded(byEnd.targets[nextToEnd[level]++]);
      }
      if (nextToEnd[level] > byEnd.offsets[level] && isImplying(level, child)) {
        lastEndedBefore[child] = byEnd.targets[nextToEnd[level] - 1];
      }
      if (followed[child] >= 0 && !isImplying(level, child)) followed[child] = -1;
      if (followed[child] >= 0) {
        nodeOf[count] = followed[child];
        nearlyEnded[child] = count++;
      }
      nodeOf[count] = child;
      start[child] = count++;
      level = child;
      continue;
    }
    while (nextToEnd[level] < byEnd.offsets[level + 1]) countEnded(byEnd.targets[nextToEnd[level]++]);
    nodeOf[count] = level;
    end[level] = count++;
    if (isBlocking[level] === 0) allEnded[level] = end[level];
    if (level === run) break;
    level = parent[level];
  }
  return {
    count,
    start,
    end,
    allEnded,
    previousToEnd,
    lastEndedBefore,
    lastChild,
    followed,
    nearlyEnded,
    nodeOf: nodeOf.subarray(0, count),
  };
}

function neighboursByEnd({ offsets, targets }: Rows): Pick<EventNumbers, 'previousToEnd' | 'lastChild'> {
  const levels = offsets.length - 1;
  const previousToEnd = new Int32Array(levels).fill(-1);
  const lastChild = new Int32Array(levels).fill(-1);
  for (let level = 0; level < levels; level++) {
    for (let at = offsets[level]; at < offsets[level + 1]; at++) {
      previousToEnd[targets[at]] = lastChild[level];
      lastChild[level] = targets[at];
    }
  }
  return { previousToEnd, lastChild };
}
