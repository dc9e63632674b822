import type { EventGraph } from './event-graph.ts';
import { preorder } from './preorder.ts';

/**
 * By node, 1: a way leads into it other than through its start, or out of it other than through its end. That is so if
 * a kept edge joins something below it with something outside, or if something below it waits for nothing. O(V + E).
 *
 *     a    |=========|             edge a1 -> b1: a and b are crossed
 *       a1   |==|
 *     b         |========|
 *       b1        |===|
 */
export function crossedGroups(graph: EventGraph): Uint8Array {
  const { nested } = graph;
  const { parent, parentsFirst } = nested;
  const run = parent.length - 1;
  const isCrossed = new Uint8Array(run);
  const crossing = crossingEdges(graph);
  if (crossing.length === 0) return isCrossed;

  // Whatever lies below a node has the numbers from that of the node on.
  const { number, size } = preorder(nested);
  const lowest = number.slice();
  const highest = number.slice();
  for (const [node, other] of crossing) {
    const at = other < 0 ? -1 : number[other];
    lowest[node] = Math.min(lowest[node], at);
    highest[node] = Math.max(highest[node], at);
    if (other < 0) continue;
    lowest[other] = Math.min(lowest[other], number[node]);
    highest[other] = Math.max(highest[other], number[node]);
  }
  const lowestBelow = number.slice();
  const highestBelow = number.slice();
  for (let place = run - 1; place >= 0; place--) {
    const node = parentsFirst[place];
    const above = parent[node];
    if (lowestBelow[node] < number[node] || highestBelow[node] >= number[node] + size[node]) isCrossed[node] = 1;
    lowestBelow[above] = Math.min(lowestBelow[above], lowestBelow[node], lowest[node]);
    highestBelow[above] = Math.max(highestBelow[above], highestBelow[node], highest[node]);
  }
  return isCrossed;
}

/** Kept edges between executions of different parents, as pairs; -1 for what comes before a start that waits for nothing. */
function crossingEdges({ nested, predecessors, numbers, nodeOf, blocker }: EventGraph): (readonly [number, number])[] {
  const { parent } = nested;
  const { offsets, targets } = predecessors;
  const crossing: (readonly [number, number])[] = [];
  for (let node = 0; node + 1 < parent.length; node++) {
    const event = numbers.start[node];
    if (blocker[event] < 0) crossing.push([node, -1]);
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) {
      const before = nodeOf[targets[edge]];
      if (before !== parent[node] && parent[before] !== parent[node]) crossing.push([node, before]);
    }
  }
  return crossing;
}
