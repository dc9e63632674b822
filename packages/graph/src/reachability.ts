import { nodeCountOf, reversed, type Rows } from './rows.ts';

/**
 * What can be reached from any of the given nodes over at least one edge, as a column of 0 and 1.
 * A given node counts only if another given node or a cycle leads to it. O(V + E).
 *
 *     0 -> 1 -> 2     descendants of {0, 1}: 1, 2
 */
export function descendants(successors: Rows, of: Iterable<number>): Uint8Array {
  const { offsets, targets } = successors;
  const isReached = new Uint8Array(nodeCountOf(successors));
  const pending = [...of];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let edge = offsets[node]; edge < offsets[node + 1]; edge++) {
      const target = targets[edge];
      if (isReached[target] === 1) continue;
      isReached[target] = 1;
      pending.push(target);
    }
  }
  return isReached;
}

/** What leads to any of the given nodes over at least one edge, as a column of 0 and 1. O(V + E). */
export function ancestors(successors: Rows, of: Iterable<number>): Uint8Array {
  return descendants(reversed(successors), of);
}
