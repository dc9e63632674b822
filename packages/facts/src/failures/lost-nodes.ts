import { nodeCountOf } from '@faultline/graph';
import type { RunView } from '@faultline/core';
import { callsOf } from './calls-of.ts';
import { failureCauses } from './failure-causes.ts';
import { needsOf, nextAttempts, previousAttempts } from './needs.ts';

/**
 * By node: the root because of which its work was in vain. -1: it was not. `undefined`: nothing failed. In vain is what
 * failed or did not run, and what completed where everything that needed it, or else its caller, was in vain. A retry is
 * given the input of the attempts before. O(V + E).
 *
 *     ingest =  ->  analyse =  ->  diagnose x        analyse was in vain; so was ingest, but for the mail
 *            \->  mail =
 */
export function lostNodes(run: RunView): Int32Array | undefined {
  const { root } = failureCauses(run);
  const lostBy = new Int32Array(run.size).fill(-1);
  lostBy.set(root);
  const lost = [...root.keys()].filter((node) => root[node]! >= 0);
  if (lost.length === 0) return undefined;

  const { dependants, dependencies } = needsOf(run);
  const previous = previousAttempts(run);
  const next = nextAttempts(run);
  /** How many that need it are still of use. */
  const users = Int32Array.from({ length: nodeCountOf(dependants) }, (_, node) => {
    return dependants.offsets[node + 1]! - dependants.offsets[node]!;
  });
  const lose = (node: number, by: number): void => {
    const isUseful = node >= run.executionCount || run.executions[node]!.status === 'completed';
    if (lostBy[node]! >= 0 || !isUseful) return;
    lostBy[node] = by;
    lost.push(node);
  };
  for (let done = 0; done < lost.length; done++) {
    const node = lost[done]!;
    const by = lostBy[node]!;
    for (const call of callsOf(run).get(node) ?? []) if (isLeaf(dependants.offsets, call)) lose(call, by);
    // A later attempt was given the same.
    if (node < run.executionCount && next[node]! >= 0) continue;
    for (let attempt = node; attempt >= 0; attempt = previous[attempt] ?? -1)
      for (let edge = dependencies.offsets[attempt]!; edge < dependencies.offsets[attempt + 1]!; edge++) {
        const needed = dependencies.targets[edge]!;
        users[needed]!--;
        if (users[needed] === 0) lose(needed, by);
      }
  }
  return lostBy;
}

const isLeaf = (offsets: Uint32Array, node: number): boolean => offsets[node] === offsets[node + 1];
