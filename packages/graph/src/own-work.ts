import { isOwnDelay, type EventGraph } from './event-graph.ts';
import type { TimedDag } from './timed-dag.ts';

/**
 * By node: how long those that are wanted would take if their own work took no time, that is only their children and
 * what these wait for among themselves. 0 without children. Not where other ways lead into a child or out of it. O(V + E).
 *
 *     p  |==================|
 *     a    |===|                       head 2, gap 1, tail 3 are left out: 3 + 8
 *     b         |========|
 */
export function withoutOwnWork(dag: TimedDag, graph: EventGraph, isWanted: Uint8Array): Float64Array {
  const { predecessors, numbers, nodeOf, observedNs, weightNs, boundBy, nested } = graph;
  const { offsets, targets } = predecessors;
  const { start, end } = numbers;
  const withoutNs = new Float64Array(dag.size + 1);
  // By event: since the start of the parent of its node.
  const sinceNs = new Float64Array(numbers.count);
  for (let event = 0; event < numbers.count; event++) {
    const node = nodeOf[event];
    const above = nested.parent[node];
    const hasParent = above < dag.size && isWanted[above] === 1;
    if (!hasParent && (node === dag.size || isWanted[node] === 0)) continue;
    if (event === end[node]) {
      for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
        const before = targets[edge];
        if (before !== start[node] && sinceNs[before] > withoutNs[node]) withoutNs[node] = sinceNs[before];
      }
      sinceNs[event] = sinceNs[start[node]] + observedNs[event] - observedNs[start[node]];
      continue;
    }
    if (!hasParent) continue;
    const parentStart = start[above];
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      if (targets[edge] !== parentStart) sinceNs[event] = Math.max(sinceNs[event], sinceNs[targets[edge]]);
    }
    if (event !== start[node] || isOwnDelay(node, boundBy[event], dag)) sinceNs[event] += weightNs[event];
  }
  return withoutNs;
}
