import { cycles } from './cycles.ts';
import { definitionRows, type DefinitionGraph, type DefinitionRows } from './definition-graph.ts';
import { ancestors, descendants } from './reachability.ts';
import { topologicalOrder } from './topological-order.ts';
import { transitiveReduction } from './transitive-reduction.ts';

/** One cycle of step ids for every knot of the definition: each step is needed by the next, the last by the first. O(V + E). */
export function definitionCycles(graph: DefinitionGraph): string[][] {
  const { ids, dependents } = definitionRows(graph);
  return cycles(dependents).map((cycle) => cycle.map((step) => ids[step]));
}

/** Step ids, each after all it depends on; `undefined` if the definition has a cycle. O(V + E). */
export function definitionOrder(graph: DefinitionGraph): string[] | undefined {
  const { ids, dependents } = definitionRows(graph);
  const { order, leftOver } = topologicalOrder(dependents);
  return leftOver.length > 0 ? undefined : Array.from(order, (step) => ids[step]);
}

/** The definition without dependencies that follow from others; `undefined` if it has a cycle. O(V * E) at worst. */
export function reducedDefinition(graph: DefinitionGraph): DefinitionGraph | undefined {
  const reduced = transitiveReduction(definitionRows(graph).dependents);
  if (reduced === undefined) return undefined;
  const names = graph.nodes();
  const copy = graph.filterNodes(() => true);
  for (const { v, w } of graph.edges()) copy.removeEdge(v, w);
  for (let step = 0; step < names.length; step++) {
    for (const target of reduced.targets.subarray(reduced.offsets[step], reduced.offsets[step + 1])) {
      copy.setEdge(names[step], names[target]);
    }
  }
  return copy;
}

/** Ids of all steps that depend on any of the given ones, directly or not, in order of definition. O(V + E). */
export function definitionDescendants(graph: DefinitionGraph, ids: Iterable<string>): string[] {
  const rows = definitionRows(graph);
  return marked(rows, descendants(rows.dependents, numbersOf(rows, ids)));
}

/** Ids of all steps that any of the given ones depends on, directly or not, in order of definition. O(V + E). */
export function definitionAncestors(graph: DefinitionGraph, ids: Iterable<string>): string[] {
  const rows = definitionRows(graph);
  return marked(rows, ancestors(rows.dependents, numbersOf(rows, ids)));
}

function numbersOf(rows: DefinitionRows, ids: Iterable<string>): number[] {
  const wanted = new Set(ids);
  return [...rows.ids.keys()].filter((step) => wanted.has(rows.ids[step]));
}

function marked({ ids }: DefinitionRows, isMarked: Uint8Array): string[] {
  return ids.filter((_, step) => isMarked[step] === 1);
}
