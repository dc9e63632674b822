import { ascending } from './ascending.ts';
import type { Nesting } from './nesting.ts';
import type { Rows } from './rows.ts';
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
  const { parent, isBlocking } = nested;
  const blocking = marked(byStart.targets, isBlocking);
  const { offsets, targets } =
    blocking.length < byStart.targets.length
      ? byParent(blocking, parent)
      : { offsets: byStart.offsets, targets: blocking };
  for (let level = 0; level + 1 < offsets.length; level++) {
    sortByEnd(targets, offsets[level], offsets[level + 1], nested);
  }
  return { offsets, targets };
}

/** Those that have a mark. (`filter` takes longer than all the rest.) */
function marked(nodes: Uint32Array, hasMark: Uint8Array): Uint32Array {
  const kept = new Uint32Array(nodes.length);
  let count = 0;
  for (let at = 0; at < nodes.length; at++) if (hasMark[nodes[at]] === 1) kept[count++] = nodes[at];
  return kept.subarray(0, count);
}

/**
 * Brings siblings in order of start, a row of a column, into that by end; changes the row. O(n) where they are so already,
 * else O(n log n) or less.
 */
export function sortByEnd(column: Uint32Array, first: number, end: number, times: Times): void {
  const { endNs } = times;
  for (let at = first + 1; at < end; at++) {
    // Most rows are short, and in this order as they are.
    if (endNs[column[at - 1]] < endNs[column[at]]) continue;
    if (end - first > MOST_FOR_INSERTION) sortLongByEnd(column.subarray(first, end), times);
    else for (; at < end; at++) insertByEnd(column, first, at, times);
    return;
  }
}

type Times = Pick<Nesting, 'startNs' | 'endNs'>;

/** Below this moving each to its place is faster than columns to sort by. */
const MOST_FOR_INSERTION = 32;

/** Moves a node to its place among those before it, which are sorted. */
function insertByEnd(column: Uint32Array, first: number, from: number, { startNs, endNs }: Times): void {
  const node = column[from];
  const isInstant = startNs[node] === endNs[node];
  let to = from;
  for (; to > first; to--) {
    const before = column[to - 1];
    if (endNs[before] < endNs[node]) break;
    // What started first, or is the smaller node, came first: it goes last. But zero length goes behind it.
    if (endNs[before] === endNs[node] && isInstant && startNs[before] < endNs[before]) break;
    column[to] = before;
  }
  column[to] = node;
}

/** Siblings in order of start; changes the row. */
function sortLongByEnd(row: Uint32Array, { startNs, endNs }: Times): void {
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
  const offsets = new Uint32Array(parent.length + 2);
  for (let at = 0; at < order.length; at++) offsets[parent[order[at]] + 2]++;
  for (let node = 2; node <= parent.length; node++) offsets[node] += offsets[node - 1];
  const targets = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) targets[offsets[parent[order[at]] + 1]++] = order[at];
  return { offsets: offsets.subarray(0, parent.length + 1), targets };
}
