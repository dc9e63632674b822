import { nodeCountOf, type Rows } from './rows.ts';

/** Which nodes can reach each other. */
export interface Components {
  readonly count: number;
  /** Component of every node. An edge between two components leads to the smaller number. */
  readonly componentOf: Uint32Array;
}

/**
 * Groups nodes that lie on common cycles; a node on none is a component of its own. O(V + E), without recursion.
 *
 *     0 -> 1 -> 2 -> 3     {3} is component 0, {1, 2} component 1, {0} component 2
 *          ^----+
 *
 * R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972). The call stack is a column
 * of parents here, with a column of the edges to try next.
 */
export function stronglyConnectedComponents({ offsets, targets }: Rows): Components {
  const size = nodeCountOf({ offsets, targets });
  const nextEdge = offsets.slice(0, size);
  const visitedAt = new Uint32Array(size); // 0: not yet
  const lowest = new Uint32Array(size); // the earliest visited node known to be on a cycle with this one
  const caller = new Int32Array(size).fill(-1);
  const isOpen = new Uint8Array(size);
  const open = new Uint32Array(size);
  const componentOf = new Uint32Array(size);
  let visited = 0;
  let openCount = 0;
  let count = 0;

  const enter = (node: number, from: number): void => {
    visitedAt[node] = lowest[node] = ++visited;
    caller[node] = from;
    isOpen[node] = 1;
    open[openCount++] = node;
  };
  const close = (root: number): void => {
    let member: number;
    do {
      member = open[--openCount];
      isOpen[member] = 0;
      componentOf[member] = count;
    } while (member !== root);
    count++;
  };

  for (let origin = 0; origin < size; origin++) {
    if (visitedAt[origin] > 0) continue;
    enter(origin, -1);
    for (let node = origin; node >= 0;) {
      if (nextEdge[node] < offsets[node + 1]) {
        const target = targets[nextEdge[node]++];
        if (visitedAt[target] === 0) {
          enter(target, node);
          node = target;
        } else if (isOpen[target] === 1) lowest[node] = Math.min(lowest[node], visitedAt[target]);
        continue;
      }
      if (lowest[node] === visitedAt[node]) close(node);
      const from = caller[node];
      if (from >= 0) lowest[from] = Math.min(lowest[from], lowest[node]);
      node = from;
    }
  }
  return { count, componentOf };
}
