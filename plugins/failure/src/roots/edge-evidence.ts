import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Edge, Evidence, StepExecution } from '@faultline/model';

/** Evidence: the edges over which a failure came, where they were recorded one by one. O(1) for each pair. */
export function edgeEvidence(
  run: RunView,
  pairs: Iterable<readonly [from: StepExecution, to: StepExecution]>,
): readonly Evidence[] {
  const found: Evidence[] = [];
  for (const [from, to] of pairs) {
    const edge = edgesByPair(run).get(run.nodeOf(to) * run.size + run.nodeOf(from));
    if (edge !== undefined) found.push({ type: 'edge', from: edge.from, to: edge.to, origin: edge.origin });
  }
  return found;
}

const edgesByPair = fact((run: RunView): ReadonlyMap<number, Edge> => {
  const edges = new Map<number, Edge>();
  for (const [row, edge] of run.dependencies.entries())
    edges.set(run.edges.to[row]! * run.size + run.edges.from[row]!, edge);
  return edges;
});
