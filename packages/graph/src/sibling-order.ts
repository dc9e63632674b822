import { ascending } from './ascending.ts';
import type { Nesting } from './nesting.ts';
import { rowsOf, type Rows } from './rows.ts';
import { sortedBy } from './sorted-by.ts';

/** The children of every node by effective (start, end, node). Row `size` holds those of the run. O(V) for sorted nodes. */
export function siblingsByStart({ parent, startNs, endNs }: Nesting): Rows {
  const order = ascending(parent.length - 1);
  return byParent(isInOrder(startNs, endNs, order.length) ? order : sortedBy(startNs, sortedBy(endNs, order)), parent);
}

/**
 * The blocking children of every node by effective end. Of those that end together the best explanation of what
 * comes next stands last: zero length (cached steps stay visible), else the longest, then the smallest node. O(V).
 *
 *     a |=========|
 *     b |====|
 *     c      |====|
 *     d           |          by end: b, c, a, d
 */
export function blockingSiblingsByEnd({ parent, startNs, endNs, isBlocking }: Nesting, byStart: Rows): Rows {
  const order = new Uint32Array(byStart.targets.length);
  let placed = 0;
  const place = (isZeroLength: boolean): void => {
    for (let at = byStart.targets.length - 1; at >= 0; at--) {
      const node = byStart.targets[at];
      if (isBlocking[node] === 1 && (startNs[node] === endNs[node]) === isZeroLength) order[placed++] = node;
    }
  };
  // The sort is stable: this order decides between equal ends.
  place(false);
  place(true);
  return byParent(sortedBy(endNs, order.subarray(0, placed)), parent);
}

function isInOrder(startNs: Float64Array, endNs: Float64Array, size: number): boolean {
  for (let node = 1; node < size; node++) {
    if (startNs[node - 1] > startNs[node]) return false;
    if (startNs[node - 1] === startNs[node] && endNs[node - 1] > endNs[node]) return false;
  }
  return true;
}

function byParent(order: Uint32Array, parent: Uint32Array): Rows {
  const parents = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) parents[at] = parent[order[at]];
  return rowsOf(parent.length, { from: parents, to: order });
}
