import { eventGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import type { TimedDag } from './timed-dag.ts';

/** Times by event that follow from what waits for it. `Infinity`: nothing does. */
export interface LatestTimes {
  /** The latest time that leaves the end of the run where it is. */
  readonly lateNs: Float64Array;
  /** When the first of those that wait for it was ready. */
  readonly neededNs: Float64Array;
}

/** The backward pass of the critical path method. O(V + E). */
export const latestTimes = fact((dag: TimedDag): LatestTimes => {
  const { predecessors, observedNs, weightNs, numbers, nodeOf } = eventGraph(dag);
  const { offsets, targets } = predecessors;
  const { start, end } = numbers;
  const last = end[dag.size];
  const lateNs = new Float64Array(numbers.count).fill(Infinity);
  const neededNs = new Float64Array(numbers.count).fill(Infinity);
  lateNs[last] = observedNs[last];
  for (let event = numbers.count - 1; event >= 0; event--) {
    const node = nodeOf[event];
    const lateReadyNs = lateNs[event] - weightNs[event];
    // A running maximum is no event of its own: it hands on what waits for it.
    const isMaximum = event !== start[node] && event !== end[node] && weightNs[event] >= 0;
    const readyNs = isMaximum ? neededNs[event] : observedNs[event] - weightNs[event];
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      const before = targets[edge];
      if (lateReadyNs < lateNs[before]) lateNs[before] = lateReadyNs;
      if (readyNs < neededNs[before]) neededNs[before] = readyNs;
    }
  }
  return { lateNs, neededNs };
});
