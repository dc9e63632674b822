import { nodeCountOf, type Rows } from './rows.ts';

/** Nodes in an order that respects the edges, and those that have no place in it. */
export interface TopologicalOrder {
  /** Every node after all that point to it. */
  readonly order: Uint32Array;
  /** Nodes on a cycle or behind one, ascending. Empty: the graph has no cycle. */
  readonly leftOver: Uint32Array;
}

/**
 * Orders nodes so that every edge points forward. Nodes that are free together come in ascending order. O(V + E).
 *
 *     0 -> 2 -> 3 <-> 4     order 0 1 2     left over 3 4
 *     1 -> 2
 *
 * A. B. Kahn, "Topological sorting of large networks", CACM 5 (1962).
 */
export function topologicalOrder(successors: Rows): TopologicalOrder {
  const size = nodeCountOf(successors);
  const { offsets, targets } = successors;
  const waitsFor = new Uint32Array(size);
  for (const node of targets) waitsFor[node]++;

  // The order is its own queue: what is behind `known` has been freed, what is behind `done` has freed others.
  const order = new Uint32Array(size);
  let known = 0;
  for (let node = 0; node < size; node++) if (waitsFor[node] === 0) order[known++] = node;
  for (let done = 0; done < known; done++) {
    const node = order[done];
    for (let edge = offsets[node]; edge < offsets[node + 1]; edge++) {
      if (--waitsFor[targets[edge]] === 0) order[known++] = targets[edge];
    }
  }
  return { order: order.subarray(0, known), leftOver: stillWaiting(waitsFor, size - known) };
}

function stillWaiting(waitsFor: Uint32Array, count: number): Uint32Array {
  const nodes = new Uint32Array(count);
  let found = 0;
  for (let node = 0; found < count; node++) if (waitsFor[node] > 0) nodes[found++] = node;
  return nodes;
}
