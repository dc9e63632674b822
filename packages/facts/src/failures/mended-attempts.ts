import type { RunView } from '@faultline/core';
import { nextAttempts, previousAttempts } from './needs.ts';

/** By node: 1 where a later attempt, the last of all, completed. O(V). */
export function mendedAttempts(run: RunView): Uint8Array {
  const next = nextAttempts(run);
  const previous = previousAttempts(run);
  const mended = new Uint8Array(run.executionCount);
  for (let first = 0; first < run.executionCount; first++) {
    if (previous[first]! >= 0 || next[first]! < 0) continue;
    let last = first;
    while (next[last]! >= 0) last = next[last]!;
    if (run.executions[last]!.status !== 'completed') continue;
    for (let node = first; node !== last; node = next[node]!) mended[node] = 1;
  }
  return mended;
}
