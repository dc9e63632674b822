import type { RunView } from '@faultline/core';
import { firstIndex } from '@faultline/stats';
import { failureTypeOf } from './failure-type.ts';
import { nextAttempts } from './needs.ts';

/**
 * By node that was cancelled: the other call of the same caller that had failed while it ran, the last of several, as where
 * calls side by side are given up with the first that fails. -1: none. O(failures log failures).
 *
 *     a: ==x        503
 *     b: ===x       cancelled, for a
 *     c: =x         cancelled before
 *
 * @param failed nodes, ascending
 */
export function cancellingSiblings(run: RunView, failed: readonly number[]): Int32Array {
  const siblings = new Int32Array(run.executionCount).fill(-1);
  const isCancelled = (node: number): boolean => failureTypeOf(run.executions[node]!)?.type === 'cancelled';
  const cancelled = failed.filter(isCancelled);
  if (cancelled.length === 0) return siblings;
  const next = nextAttempts(run);
  const deciding = failed
    .filter((node) => next[node]! < 0 && run.isAsync[node] === 0 && !isCancelled(node))
    .toSorted((a, b) => run.endNs[a]! - run.endNs[b]!);
  const byCaller = Map.groupBy(deciding, (node) => run.parent[node]!);
  for (const node of cancelled) {
    const beside = byCaller.get(run.parent[node]!) ?? [];
    const later = firstIndex(beside.length, (index) => run.endNs[beside[index]!]! > run.endNs[node]!);
    const last = beside[later - 1];
    // What had failed before it began did not keep anybody from beginning it.
    if (last !== undefined && run.endNs[last]! > run.startNs[node]!) siblings[node] = last;
  }
  return siblings;
}
