import { eventGraph, type TimedDag, type Weights } from '@faultline/graph';
import type { Pool } from './pool.ts';
import { replay, type Replayed } from './replay.ts';

/**
 * A schedule for limited resources that is never far from the best: whenever something is free, of all that are ready and
 * fit the one with the longest way to the end of the run starts. For P workers it takes less than 2 - 1/P times as long as
 * the best schedule; see `makespanBounds`. O((V + E) log V + V * D) for D different demands.
 *
 * R. L. Graham, "Bounds for certain multiprocessing anomalies", Bell System Technical Journal 45 (1966); T. L. Adam,
 * K. M. Chandy, J. R. Dickson, "A comparison of list schedules for parallel processing systems", Communications of the
 * ACM 17 (1974), for the longest way first.
 */
export function listSchedule(dag: TimedDag, weights: Weights, pools: readonly Pool[]): Replayed {
  const rank = waysToEndNs(dag, weights).map((ns) => -ns);
  return replay(dag, weights, pools, { policy: 'first-fit', rank });
}

/** By node: how long the longest way from its start to the end of the run is. `-Infinity`: nobody waits for it. O(V + E). */
export function waysToEndNs(dag: TimedDag, { delayNs, workNs }: Weights): Float64Array {
  const { predecessors, numbers, nodeOf } = eventGraph(dag);
  const { offsets, targets } = predecessors;
  const wayNs = new Float64Array(numbers.count).fill(-Infinity);
  wayNs[numbers.end[dag.size]] = 0;
  for (let event = numbers.count - 1; event >= 0; event--) {
    const node = nodeOf[event];
    let ns = wayNs[event];
    if (event === numbers.end[node]) ns += workNs[node];
    else if (event === numbers.start[node]) ns += delayNs[node];
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      if (ns > wayNs[targets[edge]]) wayNs[targets[edge]] = ns;
    }
  }
  const byNode = new Float64Array(dag.size);
  for (let node = 0; node < dag.size; node++) byNode[node] = wayNs[numbers.start[node]];
  return byNode;
}
