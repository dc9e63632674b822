import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';

/** The nodes that every node called, in order of their start; -1 stands for the run itself. O(V), remembered. */
export const callsOf = fact((run: RunView): ReadonlyMap<number, readonly number[]> => {
  const calls = new Map<number, number[]>();
  for (let node = 0; node < run.executionCount; node++) {
    const known = calls.get(run.parent[node]!);
    if (known === undefined) calls.set(run.parent[node]!, [node]);
    else known.push(node);
  }
  return calls;
});
