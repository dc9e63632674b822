import { Graph } from '@dagrejs/graphlib';
import { rowsOf, type Rows } from './rows.ts';

/** What is read of a step of a workflow definition. */
export interface DefinedStep {
  readonly id: string;
  readonly dependencies: readonly { readonly on: string }[];
}

/** A dependency on a step that is not defined. */
export interface DanglingDependency {
  readonly step: string;
  readonly on: string;
}

/**
 * A workflow definition as a graph: an edge leads from a step to each that depends on it.
 * Nodes are named by number in order of definition and labelled with the step's id, so that an id may be any text
 * (graphlib keeps nodes as properties of a plain object, where `__proto__` is none).
 */
export type DefinitionGraph = Graph<DefinitionLabel, string, undefined>;

/** What the graph of a definition knows besides steps and edges. */
export interface DefinitionLabel {
  readonly danglingDependencies: readonly DanglingDependency[];
}

/** Step ids by number, and the numbers of the steps that depend on each. */
export interface DefinitionRows {
  readonly ids: readonly string[];
  readonly dependents: Rows;
}

/** Reads a definition. Steps that share an id become one, with the dependencies of all. O(V + E). */
export function definitionGraph(steps: Iterable<DefinedStep>): DefinitionGraph {
  const defined = [...steps];
  const graph: DefinitionGraph = new Graph<DefinitionLabel, string, undefined>();
  const nameOf = new Map<string, string>();
  for (const { id } of defined) {
    if (nameOf.has(id)) continue;
    nameOf.set(id, String(nameOf.size));
    graph.setNode(String(nameOf.size - 1), id);
  }
  const dangling: DanglingDependency[] = [];
  for (const { id, dependencies } of defined) {
    for (const { on } of dependencies) {
      const needed = nameOf.get(on);
      const dependent = nameOf.get(id);
      if (needed === undefined || dependent === undefined) dangling.push({ step: id, on });
      else graph.setEdge(needed, dependent);
    }
  }
  return graph.setGraph({ danglingDependencies: dangling });
}

/** Dependencies on steps that are not defined, in order of definition. */
export function danglingDependencies(graph: DefinitionGraph): readonly DanglingDependency[] {
  return graph.graph().danglingDependencies;
}

/** The definition as rows, for the algorithms of this package. O(V + E). */
export function definitionRows(graph: DefinitionGraph): DefinitionRows {
  const names = graph.nodes();
  const numberOf = new Map(names.map((name, number) => [name, number]));
  const edges = graph.edges();
  const from = Uint32Array.from(edges, ({ v }) => numberOf.get(v) ?? 0);
  const to = Uint32Array.from(edges, ({ w }) => numberOf.get(w) ?? 0);
  return { ids: names.map((name) => graph.node(name)), dependents: rowsOf(names.length, { from, to }) };
}
