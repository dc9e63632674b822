import { rowsOf, nodeCountOf, type Rows } from './rows.ts';
import { topologicalOrder } from './topological-order.ts';

/**
 * The fewest edges with the same reachability: an edge is left out if a longer way leads to the same node.
 * `undefined` for a graph with a cycle, where the answer is not unique. Rows come out in topological order.
 *
 *     0 -> 1 -> 2, 0 -> 2     becomes     0 -> 1 -> 2
 *
 * A. V. Aho, M. R. Garey, J. D. Ullman, "The transitive reduction of a directed graph", SIAM J. Comput. 1 (1972).
 * Nodes are taken from the last to the first. One with several successors looks along edges already reduced, no further
 * than its furthest successor; one with a single successor has nothing to lose. O(V + E) for chains and fans, O(V * E)
 * at worst: a long chain of which every node also points to the end.
 */
export function transitiveReduction(successors: Rows): Rows | undefined {
  const size = nodeCountOf(successors);
  const { order, leftOver } = topologicalOrder(successors);
  if (leftOver.length > 0) return undefined;
  const placeOf = new Uint32Array(size);
  for (let place = 0; place < size; place++) placeOf[order[place]] = place;

  // Reduced edges stand at the front of their old row.
  const { offsets } = successors;
  const targets = successors.targets.slice();
  const rowEnds = offsets.slice(1);
  const seenFor = new Int32Array(size).fill(-1);
  const pending: number[] = [];
  for (let place = size - 1; place >= 0; place--) {
    const node = order[place];
    const row = targets.subarray(offsets[node], offsets[node + 1]);
    if (row.length < 2) continue;
    row.sort((a, b) => placeOf[a] - placeOf[b]);
    const furthest = placeOf[row[row.length - 1]];
    let kept = 0;
    for (const target of row) {
      if (seenFor[target] === node) continue;
      seenFor[target] = node;
      row[kept++] = target;
      pending.push(target);
      for (let via = pending.pop(); via !== undefined; via = pending.pop()) {
        for (let edge = offsets[via]; edge < rowEnds[via]; edge++) {
          const next = targets[edge];
          if (seenFor[next] === node || placeOf[next] > furthest) continue;
          seenFor[next] = node;
          pending.push(next);
        }
      }
    }
    rowEnds[node] = offsets[node] + kept;
  }
  return compacted(offsets, rowEnds, targets);
}

function compacted(offsets: Uint32Array, rowEnds: Uint32Array, targets: Uint32Array): Rows {
  const from = new Uint32Array(targets.length);
  const to = new Uint32Array(targets.length);
  let count = 0;
  for (let node = 0; node < rowEnds.length; node++) {
    const row = targets.subarray(offsets[node], rowEnds[node]);
    from.fill(node, count, count + row.length);
    to.set(row, count);
    count += row.length;
  }
  return rowsOf(rowEnds.length, { from: from.subarray(0, count), to: to.subarray(0, count) });
}
