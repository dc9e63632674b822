import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { attemptChains } from './attempts.ts';

/**
 * By node: how long an execution worked itself, in nanoseconds: its time without that of its children, from when they were
 * queued or the attempt before gave up, overlaps once. What was declared asynchronous takes nothing from its caller. O(V),
 * O(V log V) where there are queues or attempts.
 *
 *     p    |==================|     20, of which 2 are its own
 *     a     |====|
 *     b        --|====x             queued for 2
 *     b#2               |====|      tried again after 3
 */
export const selfTimesNs = fact((run: RunView): Float64Array => {
  const { executionCount, parent, startNs, endNs, isAsync } = run;
  const selfNs = new Float64Array(executionCount);
  const coveredUntilNs = new Float64Array(executionCount);
  for (let node = 0; node < executionCount; node++) {
    // What ends before it starts took no time.
    selfNs[node] = Math.max(0, endNs[node]! - startNs[node]!);
    coveredUntilNs[node] = startNs[node]!;
  }
  if (!hasChildren(run).includes(1)) return selfNs;
  const fromNs = awaitedFromNs(run);
  // Each child begins after its elder siblings.
  for (const node of inOrder(fromNs, startNs)) {
    const above = parent[node]!;
    if (above < 0 || isAsync[node] === 1) continue;
    const coveredFromNs = Math.max(fromNs[node]!, coveredUntilNs[above]!);
    const untilNs = Math.min(endNs[node]!, endNs[above]!);
    if (untilNs <= coveredFromNs) continue;
    selfNs[above]! -= untilNs - coveredFromNs;
    coveredUntilNs[above] = untilNs;
  }
  return selfNs;
});

/** By node: when its caller began to wait for it; for another attempt, when the one before ended. */
function awaitedFromNs(run: RunView): Float64Array {
  const chains = attemptChains(run);
  if (chains.length === 0) return queuedOrStartedNs(run);
  const fromNs = queuedOrStartedNs(run).slice();
  for (const { attempts } of chains)
    for (const [at, attempt] of attempts.entries()) {
      const before = attempts[at - 1];
      if (before === undefined || before.parentId !== attempt.parentId) continue;
      const node = run.nodeOf(attempt);
      fromNs[node] = Math.min(fromNs[node]!, run.endNs[run.nodeOf(before)]!);
    }
  return fromNs;
}

/** By node: when its caller began to wait for it, in nanoseconds since the run began. O(V). */
export const queuedOrStartedNs = fact(({ executions, executionCount, startNs, startMs }: RunView): Float64Array => {
  const fromNs = Float64Array.from(startNs);
  for (let node = 0; node < executionCount; node++) {
    const { queuedMs } = executions[node]!;
    if (queuedMs !== undefined) fromNs[node] = Math.min(startNs[node]!, (queuedMs - startMs) * NS_PER_MS);
  }
  return fromNs;
});

/** Nodes by when they were queued. They come in order of their start: where nobody was, there is nothing to sort. */
function inOrder(fromNs: Float64Array, startNs: ArrayLike<number>): Iterable<number> {
  const nodes = fromNs.keys();
  return fromNs.every((ns, node) => ns === startNs[node])
    ? nodes
    : [...nodes].toSorted((a, b) => fromNs[a]! - fromNs[b]!);
}

const NS_PER_MS = 1e6;

/** By node: whether it called others. O(V). */
export const hasChildren = fact(({ executionCount, parent }: RunView): Uint8Array => {
  const has = new Uint8Array(executionCount);
  for (let node = 0; node < executionCount; node++) if (parent[node]! >= 0) has[parent[node]!] = 1;
  return has;
});
