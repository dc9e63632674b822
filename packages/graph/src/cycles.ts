import { nodeCountOf, type Rows } from './rows.ts';
import { stronglyConnectedComponents } from './strongly-connected-components.ts';

/**
 * One cycle for every knot of the graph: a shortest one through the smallest node of the strongly connected component,
 * beginning there, in edge order. A knot may hold more cycles; breaking this one and asking again finds them. O(V + E).
 *
 *     0 -> 1 -> 2 -> 0, 3 -> 3     [0, 1, 2], [3]
 */
export function cycles(rows: Rows): number[][] {
  const { count, componentOf } = stronglyConnectedComponents(rows);
  const isSearched = new Uint8Array(count);
  const cameFrom = new Int32Array(nodeCountOf(rows)).fill(-1);
  const found: number[][] = [];
  for (let node = 0; node < componentOf.length; node++) {
    if (isSearched[componentOf[node]] === 1) continue;
    isSearched[componentOf[node]] = 1;
    const cycle = shortestCycle(rows, node, componentOf, cameFrom);
    if (cycle !== undefined) found.push(cycle);
  }
  return found;
}

/** Breadth first within the component until an edge leads back to the origin. */
function shortestCycle(
  { offsets, targets }: Rows,
  origin: number,
  componentOf: Uint32Array,
  cameFrom: Int32Array,
): number[] | undefined {
  const queue = [origin];
  for (const node of queue) {
    for (let edge = offsets[node]; edge < offsets[node + 1]; edge++) {
      const target = targets[edge];
      if (target === origin) return wayTo(node, origin, cameFrom);
      if (componentOf[target] !== componentOf[origin] || cameFrom[target] >= 0) continue;
      cameFrom[target] = node;
      queue.push(target);
    }
  }
  return undefined;
}

function wayTo(node: number, origin: number, cameFrom: Int32Array): number[] {
  const way = [node];
  for (let at = node; at !== origin; way.push(at)) at = cameFrom[at];
  return way.toReversed();
}
