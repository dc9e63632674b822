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
 * comes next stands last: zero length (cached steps stay visible), else the longest, then the smallest node. O(V) where
 * few siblings overlap.
 *
 *     a |=========|
 *     b |====|
 *     c      |====|
 *     d           |          by end: b, c, a, d
 */
export function blockingSiblingsByEnd(nested: Nesting, byStart: Rows): Rows {
  const { parent, isBlocking, endNs } = nested;
  const { offsets, targets } = byParent(marked(byStart.targets, isBlocking), parent);
  for (let level = 0; level + 1 < offsets.length; level++) {
    // Most rows are short, and in this order as they are.
    for (let at = offsets[level] + 1; at < offsets[level + 1]; at++) {
      if (endNs[targets[at - 1]] < endNs[targets[at]]) continue;
      sortByEnd(targets.subarray(offsets[level], offsets[level + 1]), nested);
      break;
    }
  }
  return { offsets, targets };
}

/** Those that have a mark. (`filter` takes longer than all the rest.) */
function marked(nodes: Uint32Array, hasMark: Uint8Array): Uint32Array {
  const kept = new Uint32Array(nodes.length);
  let count = 0;
  for (const node of nodes) if (hasMark[node] === 1) kept[count++] = node;
  return kept.subarray(0, count);
}

/** Siblings in order of start; changes the row. */
function sortByEnd(row: Uint32Array, { startNs, endNs }: Nesting): void {
  const order = new Uint32Array(row.length);
  let placed = 0;
  const place = (isZeroLength: boolean): void => {
    for (let from = row.length - 1; from >= 0; from--) {
      if ((startNs[row[from]] === endNs[row[from]]) === isZeroLength) order[placed++] = row[from];
    }
  };
  // The sort is stable: this order decides between equal ends.
  place(false);
  place(true);
  const ends = new Float64Array(row.length);
  for (let from = 0; from < row.length; from++) ends[from] = endNs[order[from]];
  const sorted = sortedBy(ends, ascending(row.length));
  for (let to = 0; to < row.length; to++) row[to] = order[sorted[to]];
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
