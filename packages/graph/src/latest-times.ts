import { scheduleGraph, type EventGraph } from './event-graph.ts';
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
  const graph = scheduleGraph(dag);
  const { count, end } = graph.numbers;
  const latest = { lateNs: new Float64Array(count).fill(Infinity), neededNs: new Float64Array(count).fill(Infinity) };
  latest.lateNs[end[dag.size]] = graph.observedNs[end[dag.size]];
  for (let event = count - 1; event >= 0; event--) askForPredecessors(event, graph, latest);
  return latest;
});

/** Each must have happened in time for the event, and for what the event is ready for. */
function askForPredecessors(event: number, graph: EventGraph, { lateNs, neededNs }: LatestTimes): void {
  const { predecessors, observedNs, weightNs } = graph;
  const { offsets, targets } = predecessors;
  const lateReadyNs = lateNs[event] - weightNs[event];
  const readyNs = isMaximum(event, graph) ? neededNs[event] : observedNs[event] - weightNs[event];
  for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
    const before = targets[edge];
    if (lateReadyNs < lateNs[before]) lateNs[before] = lateReadyNs;
    if (readyNs < neededNs[before]) neededNs[before] = readyNs;
  }
}

/** A running maximum is no event of its own: it hands on what waits for it. */
function isMaximum(event: number, { nodeOf, numbers, weightNs }: EventGraph): boolean {
  if (weightNs[event] !== 0) return false;
  const node = nodeOf[event];
  return event !== numbers.start[node] && event !== numbers.end[node];
}
