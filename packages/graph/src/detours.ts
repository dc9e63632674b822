import { criticalPath } from './critical-path.ts';
import { scheduleGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import { latestTimes } from './latest-times.ts';
import { pathEvents } from './path-events.ts';
import type { TimedDag } from './timed-dag.ts';

/** How far the longest way around each event of the critical path falls short of it. */
export interface Detours {
  /** By event: the number of path events before it, which is the place of a path event. One entry more than events. */
  readonly placeOf: Uint32Array;
  /**
   * By place on the path, in nanoseconds. `Infinity`: every way leads through the event, or falls short of the path by as
   * much as any execution spends on it, or more.
   */
  readonly slackNs: Float64Array;
}

/**
 * What the run would still take if an event of the critical path weighed nothing at all. A way from start to end that
 * avoids an event has an edge that jumps over it in the topological order, and the longest way through that edge falls
 * short of the path by the slack of the edge. So every edge is a range of places on the path, and the answer for a place
 * is the least slack of the ranges around it. O(V + E log L), where the longest jump is over L events of the path.
 *
 *     path   S --- a --- b --- c --- E          the edges S -> d and d -> c jump over a, b
 *             \--- d (3 less) --/                least slack: a 3, b 3, c none
 */
export const detours = fact((dag: TimedDag): Detours => {
  const { predecessors, observedNs, weightNs } = scheduleGraph(dag);
  const { offsets, targets } = predecessors;
  const { lateNs } = latestTimes(dag);
  const path = pathEvents(dag);
  const placeOf = new Uint32Array(observedNs.length + 1);
  const least = new LeastOfRanges(path.length);
  // Nobody can gain more than the time it spends on the path.
  const mostNs = greatestOf(criticalPath(dag).onPathNs);
  let end = 0;
  for (let event = 0; event < observedNs.length; event++) {
    if (path[end] === event - 1) end++;
    placeOf[event] = end;
    // Before the first event of the path there is none to get around.
    if (end === 0) continue;
    const lastOnPath = path[end - 1];
    const lateReadyNs = lateNs[event] - weightNs[event];
    // What waits for nothing is reached from before all events.
    if (offsets[event] === offsets[event + 1]) least.add(0, end, lateReadyNs - dag.fromNs);
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      const before = targets[edge];
      if (before >= lastOnPath || lateReadyNs - observedNs[before] >= mostNs) continue;
      least.add(placeOf[before + 1], end, lateReadyNs - observedNs[before]);
    }
  }
  placeOf[observedNs.length] = path.length;
  return { placeOf, slackNs: least.byPlace() };
});

function greatestOf(column: Float64Array): number {
  let greatest = 0;
  for (let at = 0; at < column.length; at++) if (column[at] > greatest) greatest = column[at];
  return greatest;
}

/**
 * For every place the least value of the ranges around it. A range is made of some nodes of a binary tree over the
 * places, at most two at each height; in the end every node hands its value down.
 */
class LeastOfRanges {
  readonly #size: number;
  /** Node n has the children 2n and 2n + 1; the last `size` are the places. Made when needed: many runs have no way around. */
  #leastNs: Float64Array | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** From `first` up to, not with, `end`. O(log of the length). */
  add(first: number, end: number, ns: number): void {
    const leastNs = (this.#leastNs ??= new Float64Array(2 * this.#size).fill(Infinity));
    for (let from = first + this.#size, to = end + this.#size; from < to; from >>= 1, to >>= 1) {
      if ((from & 1) === 1) {
        if (ns < leastNs[from]) leastNs[from] = ns;
        from++;
      }
      if ((to & 1) === 1) {
        to--;
        if (ns < leastNs[to]) leastNs[to] = ns;
      }
    }
  }

  byPlace(): Float64Array {
    const leastNs = this.#leastNs;
    if (leastNs === undefined) return new Float64Array(this.#size).fill(Infinity);
    for (let node = 2; node < leastNs.length; node++) {
      if (leastNs[node >> 1] < leastNs[node]) leastNs[node] = leastNs[node >> 1];
    }
    return leastNs.subarray(this.#size);
  }
}
