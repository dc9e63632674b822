import type { RunView } from '@faultline/core';
import { callsOf } from './calls-of.ts';

/** Whether the caller of a node called something after it had ended. O(1). */
export function wentOnAfter(run: RunView, node: number): boolean {
  // Calls come in order of their start.
  const last = callsOf(run).get(run.parent[node]!)?.at(-1);
  return last !== undefined && run.startNs[last]! >= run.endNs[node]!;
}
