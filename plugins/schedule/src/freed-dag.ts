import { eventGraph, weightsOf, type EventGraph, type TimedDag, type Weights } from '@faultline/graph';

/** Executions that need not wait for what came before them. */
export interface Freedom {
  /** Nodes that wait for their caller, and for recorded edges that are not dropped, but for no order in time. */
  readonly nodes: ReadonlySet<number>;
  /** Rows of the edges to leave out. */
  readonly droppedEdges: ReadonlySet<number>;
}

/** A run with less order, and the weights with which every freed execution starts as soon as it then can. */
export interface FreedDag {
  readonly dag: TimedDag;
  readonly weights: Weights;
}

/**
 * The run without the order in front of some executions. Whatever else is implied on their level is written out as edges
 * to virtual joins, one for each sibling, so that it stays as it was. O(V + E).
 *
 *     a |==|                    a |==|           a -> join: c waits for both, as before
 *     b     |===|      ---->    b |===|
 *     c          |==|           c      |==|
 *
 * Without freed nodes retiming gives the same times as that of the run itself, whatever the weights.
 */
export function freedDag(dag: TimedDag, { nodes, droppedEdges }: Freedom): FreedDag {
  const graph = eventGraph(dag);
  const levels = new Set([...nodes].map((node) => dag.parent[node]!));
  const from: number[] = [];
  const to: number[] = [];
  for (let row = 0; row < dag.edges.from.length; row++) {
    if (droppedEdges.has(row)) continue;
    from.push(dag.edges.from[row]!);
    to.push(dag.edges.to[row]!);
  }
  const joins = joinsOf(dag, graph, levels);
  const ended = (node: number): number => joins.get(node) ?? node;
  for (const [node, join] of joins) {
    from.push(node, ended(graph.numbers.previousToEnd[node]!));
    to.push(join, join);
  }
  for (let node = 0; node < dag.executionCount; node++) {
    if (!levels.has(dag.parent[node]!) || nodes.has(node) || !isImplied(node, graph)) continue;
    from.push(ended(graph.numbers.lastEndedBefore[node]!));
    to.push(node);
  }
  const freed = withJoins(dag, graph, joins, levels, { from: Uint32Array.from(from), to: Uint32Array.from(to) });
  return { dag: freed, weights: weightsAsObserved(dag, freed, nodes) };
}

/** Joins by the sibling with whose end all before it have ended: where that is not the sibling alone. */
function joinsOf(
  { size, parent }: TimedDag,
  { numbers }: EventGraph,
  levels: ReadonlySet<number>,
): Map<number, number> {
  const joins = new Map<number, number>();
  for (let node = 0; node < size; node++)
    if (levels.has(parent[node]!) && numbers.allEnded[node] !== numbers.end[node]) joins.set(node, size + joins.size);
  return joins;
}

/** Whether it waits for the siblings before it because nothing better is recorded: then that is the last it waits for. */
export function isImplied(node: number, { numbers, predecessors }: EventGraph): boolean {
  const sibling = numbers.lastEndedBefore[node]!;
  const end = predecessors.offsets[numbers.start[node]! + 1]!;
  return sibling >= 0 && predecessors.targets[end - 1] === numbers.allEnded[sibling];
}

function withJoins(
  dag: TimedDag,
  { numbers, observedNs }: EventGraph,
  joins: ReadonlyMap<number, number>,
  levels: ReadonlySet<number>,
  edges: TimedDag['edges'],
): TimedDag {
  const size = dag.size + joins.size;
  const startNs = new Float64Array(size);
  const endNs = new Float64Array(size);
  const parent = new Int32Array(size);
  const isAsync = new Uint8Array(size);
  const isPlanned = new Uint8Array(size + 1);
  startNs.set(dag.startNs);
  endNs.set(dag.endNs);
  parent.set(dag.parent);
  isAsync.set(dag.isAsync);
  isPlanned.set(dag.isPlanned);
  for (const [node, join] of joins) {
    startNs[join] = endNs[join] = observedNs[numbers.allEnded[node]!]!;
    parent[join] = dag.parent[node]!;
  }
  for (const level of levels) isPlanned[level + 1] = 1;
  return { ...dag, size, startNs, endNs, parent, isAsync, isPlanned, edges };
}

/** What passed before a freed execution while it waited for nobody stays; what it waited for others goes. */
function weightsAsObserved(dag: TimedDag, freed: TimedDag, nodes: ReadonlySet<number>): Weights {
  const observed = weightsOf(dag);
  const weights = weightsOf(freed);
  for (const node of nodes) weights.delayNs[node] = observed.delayNs[node]!;
  return weights;
}
