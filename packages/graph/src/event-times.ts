import type { EventGraph } from './event-graph.ts';

/**
 * When every event happens if each weighs as given: once the last of those it waits for has happened, plus its weight;
 * what waits for nothing, its weight after the start of the run. O(V + E).
 *
 * @param timeNs takes the result, and may be the column of weights: who asks often need not make a column each time
 */
export function eventTimes(
  { predecessors, blocker }: EventGraph,
  weightNs: Float64Array,
  fromNs: number,
  timeNs: Float64Array = new Float64Array(weightNs.length),
): Float64Array {
  const { offsets, targets } = predecessors;
  for (let event = 0; event < timeNs.length; event++) {
    let readyNs = blocker[event] < 0 ? fromNs : -Infinity;
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      if (timeNs[targets[edge]] > readyNs) readyNs = timeNs[targets[edge]];
    }
    timeNs[event] = readyNs + weightNs[event];
  }
  return timeNs;
}
