import type { Nesting } from './nesting.ts';

/** Every node before all that lies below it. Columns by node; the last entry is the run. */
export interface Preorder {
  readonly number: Int32Array;
  /** How many there are from the node on that are itself or lie below it. */
  readonly size: Uint32Array;
}

/** Whatever lies below a node has the numbers from that of the node on. O(V). */
export function preorder({ parent, parentsFirst }: Nesting): Preorder {
  const size = new Uint32Array(parent.length).fill(1);
  for (let place = parentsFirst.length - 1; place >= 0; place--) {
    size[parent[parentsFirst[place]]] += size[parentsFirst[place]];
  }
  const number = new Int32Array(parent.length);
  const free = new Int32Array(parent.length).fill(1);
  for (const node of parentsFirst) {
    const above = parent[node];
    number[node] = number[above] + free[above];
    free[above] += size[node];
  }
  return { number, size };
}
