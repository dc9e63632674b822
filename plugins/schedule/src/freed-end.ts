import { eventGraph, eventTimes, type TimedDag } from '@faultline/graph';
import { isImplied, type Freedom } from './freed-dag.ts';

/**
 * When the run would end without the order in front of some executions, with as many workers as it can use: the end of
 * `freedDag`, retimed, without making it. Whatever a freed execution waited for in vain becomes the start of its caller,
 * which it waits for anyway. In nanoseconds. O(V + E).
 */
export function freedEnd(dag: TimedDag, { nodes, droppedEdges }: Freedom): number {
  const graph = eventGraph(dag);
  const { numbers, predecessors, nodeOf } = graph;
  const targets = predecessors.targets.slice();
  for (const node of nodes) {
    const caller = dag.parent[node]! < 0 ? dag.size : dag.parent[node]!;
    const start = numbers.start[node]!;
    const end = predecessors.offsets[start + 1]!;
    if (isImplied(node, graph)) targets[end - 1] = numbers.start[caller]!;
    for (const row of droppedEdges) {
      if (dag.edges.to[row] !== node) continue;
      const needed = dag.edges.from[row]!;
      for (let at = predecessors.offsets[start]!; at < end; at++)
        if (nodeOf[targets[at]!] === needed && targets[at] === numbers.end[needed])
          targets[at] = numbers.start[caller]!;
    }
  }
  const freed = { ...graph, predecessors: { offsets: predecessors.offsets, targets } };
  return eventTimes(freed, graph.weightNs, dag.fromNs)[numbers.end[dag.size]!]!;
}
