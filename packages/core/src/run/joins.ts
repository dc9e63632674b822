import type { TimedDag } from '@faultline/graph';
import type { Join } from '@faultline/model';
import type { RunEdges } from './edges.ts';

type Columns = Pick<TimedDag, 'startNs' | 'endNs' | 'parent'>;
type Graph = Pick<TimedDag, 'size' | 'executionCount' | 'startNs' | 'endNs' | 'parent' | 'edges'>;

/**
 * Edges as columns. A group of n that waited for a group of m goes through a virtual node: n + m edges, not n * m.
 *
 *     a1 -.    .-> b1
 *     a2 --join--> b2        the join takes no time, at the end of the last a
 *     a3 -'    '-> b3
 */
export function withJoins(
  executions: Columns,
  dependencies: Pick<RunEdges, 'from' | 'to'>,
  joins: readonly Join[],
  nodeById: ReadonlyMap<string, number>,
): Graph {
  const executionCount = executions.startNs.length;
  const size = executionCount + joins.length;
  const edgeCount = joins.reduce((sum, { from, to }) => sum + from.length + to.length, dependencies.from.length);
  const edges = { from: new Uint32Array(edgeCount), to: new Uint32Array(edgeCount) };
  edges.from.set(dependencies.from);
  edges.to.set(dependencies.to);
  let row = dependencies.from.length;
  const add = (from: number, to: number): void => {
    edges.from[row] = from;
    edges.to[row++] = to;
  };

  const startNs = extended(new Float64Array(size), executions.startNs);
  const endNs = extended(new Float64Array(size), executions.endNs);
  const parent = extended(new Int32Array(size).fill(-1), executions.parent);
  for (const [index, join] of joins.entries()) {
    const node = executionCount + index;
    let atNs = -Infinity;
    // Every end of a join is a node of the run: others were left out before.
    for (const id of join.from) {
      const from = nodeById.get(id)!;
      atNs = Math.max(atNs, executions.endNs[from]!);
      add(from, node);
    }
    for (const id of join.to) add(node, nodeById.get(id)!);
    startNs[node] = atNs;
    endNs[node] = atNs;
    parent[node] = executions.parent[nodeById.get(join.to[0]!)!]!;
  }
  return { size, executionCount, startNs, endNs, parent, edges };
}

function extended<Column extends Float64Array | Int32Array>(column: Column, start: Column): Column {
  column.set(start);
  return column;
}
