import type { RunView } from '@faultline/core';
import { nextAttempts } from './needs.ts';

/** By node: 1 where a later attempt, the last of all, completed. O(V). */
export function mendedAttempts(run: RunView): Uint8Array {
  const next = nextAttempts(run);
  const mended = new Uint8Array(run.executionCount);
  const isKnown = new Uint8Array(run.executionCount);
  for (let first = 0; first < run.executionCount; first++) {
    let last = first;
    while (next[last]! >= 0 && isKnown[last] === 0) last = next[last]!;
    const isMended = mended[last] === 1 || (next[last]! < 0 && run.executions[last]!.status === 'completed');
    for (let node = first; node !== last; node = next[node]!) {
      isKnown[node] = 1;
      mended[node] = isMended ? 1 : 0;
    }
  }
  return mended;
}
