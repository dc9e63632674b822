import { followedSiblings } from './followed-siblings.ts';
import type { KeptEdges } from './kept-edges.ts';
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
  /**
   * By then it and all siblings that ended before it have ended: a running maximum. The first to end needs no event of its
   * own. 0: nobody asks for it, see `Maxima`.
   */
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
 * Which running maxima are events. `all`: those of all siblings but the first. `asked`: those that somebody waits for, less
 * those of a sibling that itself waited for all before it, which have ended when it has.
 */
export type Maxima = 'all' | 'asked';

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
export function depthFirstNumbers(
  dag: TimedDag,
  nested: Nesting,
  { needsSibling }: KeptEdges,
  maxima: Maxima,
): EventNumbers {
  const { parent, isBlocking } = nested;
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
  const isTolerant = hasTolerance(dag);
  const nearlyEnded = new Uint32Array(isTolerant ? run + 1 : 0);
  // At most one more event for each that follows what had not quite ended.
  const nodeOf = new Uint32Array((isTolerant ? 4 : 3) * (run + 1));
  let count = 0;

  nodeOf[count] = run;
  start[run] = count++;
  for (let level = run; ;) {
    if (nextChild[level] < byStart.offsets[level + 1]) {
      const child = byStart.targets[nextChild[level]++];
      const lastToEnd = byEnd.offsets[level + 1];
      let toEnd = nextToEnd[level];
      for (; toEnd < lastToEnd && hasEndedBy(byEnd.targets[toEnd], child, nested); toEnd++)
        if (maxima === 'all') count = askFor(byEnd.targets[toEnd], count);
      nextToEnd[level] = toEnd;
      if (!isImplying(level, child, dag, nested)) followed[child] = -1;
      else if (toEnd > byEnd.offsets[level]) {
        const last = byEnd.targets[toEnd - 1];
        lastEndedBefore[child] = last;
        if (needsSibling[child] === 0) count = askFor(last, count);
      }
      if (followed[child] >= 0) {
        nodeOf[count] = followed[child];
        nearlyEnded[child] = count++;
      }
      nodeOf[count] = child;
      start[child] = count++;
      level = child;
      continue;
    }
    if (maxima === 'all') {
      for (let toEnd = nextToEnd[level]; toEnd < byEnd.offsets[level + 1]; toEnd++)
        count = askFor(byEnd.targets[toEnd], count);
    } else if (lastChild[level] >= 0 && isLastOfAll(lastChild[level]))
      allEnded[lastChild[level]] = end[lastChild[level]];
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

  /** Gives the number of the next event. */
  function askFor(sibling: number, next: number): number {
    if (allEnded[sibling] > 0) return next;
    if (isLastOfAll(sibling)) {
      allEnded[sibling] = end[sibling];
      return next;
    }
    nodeOf[next] = sibling;
    allEnded[sibling] = next;
    return next + 1;
  }

  /** Whether all before it must have ended when it has. */
  function isLastOfAll(sibling: number): boolean {
    const before = previousToEnd[sibling];
    if (before < 0) return true;
    return maxima === 'asked' && needsSibling[sibling] === 0 && lastEndedBefore[sibling] === before;
  }
}

/** Whether the order in time says of a child what it waited for. */
function isImplying(level: number, node: number, dag: TimedDag, { isBlocking, startNs, endNs }: Nesting): boolean {
  return (
    dag.isPlanned[level === dag.size ? 0 : level + 1] === 0 &&
    node < dag.executionCount &&
    (isBlocking[node] === 1 || startNs[node] <= endNs[level])
  );
}

function hasEndedBy(sibling: number, node: number, { startNs, endNs }: Nesting): boolean {
  if (endNs[sibling] !== startNs[node]) return endNs[sibling] < startNs[node];
  return startNs[sibling] < endNs[sibling] || startNs[node] < endNs[node];
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
