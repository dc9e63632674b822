import type { EdgeColumns } from './timed-dag.ts';

/** Compressed sparse rows: the neighbours of node v are `targets[offsets[v]]` up to, not with, `targets[offsets[v + 1]]`. */
export interface Rows {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * The successors of every node. A row keeps the order of its edges; equal edges stay apart. O(V + E).
 *
 *     0 -> 1, 2 -> 1, 0 -> 2     offsets 0 2 2 3     targets 1 2 | | 1
 */
export function rowsOf(size: number, { from, to }: EdgeColumns): Rows {
  const offsets = new Uint32Array(size + 2);
  for (let edge = 0; edge < from.length; edge++) offsets[from[edge] + 2]++;
  for (let node = 2; node <= size; node++) offsets[node] += offsets[node - 1];
  // Where a row begins stands one entry late, until the row is filled: then its end stands there.
  const targets = new Uint32Array(from.length);
  for (let edge = 0; edge < from.length; edge++) targets[offsets[from[edge] + 1]++] = to[edge];
  return { offsets: offsets.subarray(0, size + 1), targets };
}

/** The same edges seen from the other end: predecessors for successors. O(V + E). */
export function reversed(rows: Rows): Rows {
  return rowsOf(nodeCountOf(rows), { from: rows.targets, to: sourcesOf(rows) });
}

/** Number of nodes that the rows speak of. */
export function nodeCountOf({ offsets }: Rows): number {
  return offsets.length - 1;
}

function sourcesOf({ offsets, targets }: Rows): Uint32Array {
  const sources = new Uint32Array(targets.length);
  for (let node = 0; node + 1 < offsets.length; node++) sources.fill(node, offsets[node], offsets[node + 1]);
  return sources;
}
