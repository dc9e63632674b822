import { FaultlineError, quoted, type RunView } from '@faultline/core';
import { eventGraph, reversed, stronglyConnectedComponents, type EventGraph, type Rows } from '@faultline/graph';
import type { AddedEdge, EditPlan } from './edit-plan.ts';
import { rewiredGraph } from './rewired-graph.ts';
import { Rewiring } from './rewiring.ts';

/** The event graph of a run with edges taken out and put in, and what there was to take out. */
export interface EditedGraph {
  readonly graph: EventGraph;
  /** Edges that were asked to be dropped or added, and that this run does not have or cannot have. */
  readonly missing: readonly { readonly kind: 'drop-edge' | 'add-edge'; readonly from: string; readonly to: string }[];
}

/**
 * Changes who waits for whom. All that is left keeps its weight: what passed between the last predecessor and a start is
 * still to pass, after the last that is left.
 *
 *     a |===|            without a -> b        a |===|
 *     b      |===|       ------------->        b |===|       planned: only what else it needs
 *                                              b  |===|      else: not before a was started, with the same gap
 *
 * Where the order of siblings comes from time alone, or their caller is a program nobody has the plan of, that caller made
 * its calls in order: what no longer waits for the end of a sibling still waits for its start.
 *
 * O(V + E), and for each pair of a barrier and a step that no longer waits for some of it the size of the barrier. Throws
 * FAULTLINE_USAGE for an added edge that closes a circle.
 */
export function editedGraph(
  run: RunView,
  { dropped, added }: Pick<EditPlan, 'dropped' | 'added'>,
  graph: EventGraph = eventGraph(run),
): EditedGraph {
  if (dropped.size === 0 && added.length === 0) return { graph, missing: [] };
  const rewiring = new Rewiring(run, graph);
  const missing: EditedGraph['missing'][number][] = [];
  for (const [to, from] of dropped)
    for (const lost of rewiring.drop(from, to)) missing.push({ kind: 'drop-edge', from: lost, to });
  for (const edge of added) if (!rewiring.add(edge)) missing.push({ kind: 'add-edge', ...edge });
  const rewired = rewiredGraph(graph, rewiring);
  if (rewired.graph === undefined) throw circle(run, graph, rewired.predecessors, added);
  return { graph: rewired.graph, missing };
}

/** Names an added edge whose ends wait for each other. */
function circle(
  run: RunView,
  { numbers }: EventGraph,
  predecessors: Rows,
  added: readonly AddedEdge[],
): FaultlineError {
  const { componentOf } = stronglyConnectedComponents(reversed(predecessors));
  const componentsOf = (stepId: string, events: Uint32Array): ReadonlySet<number> =>
    new Set(run.executionsOf(stepId).map((execution) => componentOf[events[run.nodeOf(execution)]]));
  const closing = added.find((edge) => {
    const before = componentsOf(edge.from, numbers.end);
    return [...componentsOf(edge.to, numbers.start)].some((component) => before.has(component));
  });
  // Recorded edges have no circles: one of those added is in it.
  const { from, to } = closing ?? added[0];
  return new FaultlineError('FAULTLINE_USAGE', {
    problem: `Step ${quoted(to)} cannot wait for ${quoted(from)}: in run ${quoted(run.id)} ${quoted(from)} waits for ${quoted(to)} already.`,
    hint: `Drop that edge first (${quoted(to)} before ${quoted(from)}), or add the edge the other way round.`,
  });
}
