import { scheduleGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import { latestTimes } from './latest-times.ts';
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
  const { observedNs, numbers } = scheduleGraph(dag);
  const { start, end } = numbers;
  const { lateNs, neededNs } = latestTimes(dag);
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
