import { eventGraph, type EventGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import type { TimedDag } from './timed-dag.ts';

/** How much room executions have. Columns by node, in nanoseconds; `Infinity`: nobody waits for it. */
export interface Slack {
  /** How much longer it may take without moving the end of the run. */
  readonly slackNs: Float64Array;
  /** How much later it may start. Equal to the slack for an execution without children. */
  readonly startSlackNs: Float64Array;
  /** How much longer it may take without moving any other event. */
  readonly freeSlackNs: Float64Array;
}

/**
 * Total and free float from one pass backwards: an event may be as late as the strictest of those that wait for it
 * allows, less the time that passes between them. O(V + E).
 *
 *     a |====|            b, c need a; d needs b and c
 *     b       |===|       slack of b: 3, of all others: 0
 *     c       |======|
 *     d               |=|
 *
 * J. E. Kelley, "Critical-path planning and scheduling: mathematical basis", Operations Research 9 (1961).
 */
export const slack = fact((dag: TimedDag): Slack => {
  const graph = eventGraph(dag);
  const { start, end } = graph.numbers;
  const { observedNs } = graph;
  const lateNs = latestTimes(graph, end[dag.size]);
  const neededNs = firstNeeded(graph);
  const slackNs = new Float64Array(dag.size);
  const startSlackNs = new Float64Array(dag.size);
  const freeSlackNs = new Float64Array(dag.size);
  for (let node = 0; node < dag.size; node++) {
    slackNs[node] = lateNs[end[node]] - observedNs[end[node]];
    startSlackNs[node] = lateNs[start[node]] - observedNs[start[node]];
    freeSlackNs[node] = neededNs[end[node]] - observedNs[end[node]];
  }
  return { slackNs, startSlackNs, freeSlackNs };
});

/** The latest time of every event that leaves the given last one where it is. */
function latestTimes({ predecessors, observedNs, weightNs }: EventGraph, last: number): Float64Array {
  const { offsets, targets } = predecessors;
  const lateNs = new Float64Array(observedNs.length).fill(Infinity);
  lateNs[last] = observedNs[last];
  for (let event = last; event >= 0; event--) {
    const neededNs = lateNs[event] - weightNs[event];
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      if (neededNs < lateNs[targets[edge]]) lateNs[targets[edge]] = neededNs;
    }
  }
  return lateNs;
}

/** When the first event that waits for it was ready. A running maximum is no event of its own: it passes on what waits for it. */
function firstNeeded({ predecessors, observedNs, weightNs, numbers, nodeOf }: EventGraph): Float64Array {
  const { offsets, targets } = predecessors;
  const neededNs = new Float64Array(observedNs.length).fill(Infinity);
  for (let event = observedNs.length - 1; event >= 0; event--) {
    const node = nodeOf[event];
    const isMaximum = event !== numbers.start[node] && event !== numbers.end[node];
    const readyNs = isMaximum ? neededNs[event] : observedNs[event] - weightNs[event];
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      if (readyNs < neededNs[targets[edge]]) neededNs[targets[edge]] = readyNs;
    }
  }
  return neededNs;
}
