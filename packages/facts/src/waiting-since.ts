import type { RunView } from '@faultline/core';
import { fact, waits } from '@faultline/graph';

/**
 * Since when an execution could have run, by node, in nanoseconds on the clock of the run: since it was queued, or since
 * what it needed had ended. `undefined`: only time order says what it needed, and the time before its start is its caller's.
 *
 *     fetch |====|
 *     parse       --|=====|  <- fetch      since the end of "fetch": it waited for two columns
 */
export const waitingSince = fact((run: RunView): ((node: number) => number | undefined) => {
  const neededNs = neededUntilNs(run);
  return (node) => {
    const { queuedMs } = run.executions[node]!;
    if (queuedMs !== undefined) return (queuedMs - run.startMs) * 1e6;
    const isPlanned = run.isPlanned[run.parent[node]! + 1] === 1;
    const untilNs = neededNs[node]!;
    if (untilNs > -Infinity) return untilNs;
    if (untilNs === -Infinity && !isPlanned) return undefined;
    // What is left is entangled. A schedule takes longer than all else that is learned of a run.
    const known = waits(run);
    const isRecorded = known.blocker[node]! >= 0 && known.isImplied[node] === 0;
    return isRecorded || isPlanned ? known.readyNs[node] : undefined;
  };
});

/**
 * By node: when the last of the siblings had ended that it is recorded or declared to have needed. -∞: there are none. NaN:
 * there is something else that it needed, or one that had not ended, and only a schedule knows. O(E).
 */
function neededUntilNs(run: RunView): Float64Array {
  const { executionCount, parent, startNs, endNs, fromNs, untilNs, edges } = run;
  const neededNs = new Float64Array(executionCount).fill(-Infinity);
  for (let row = 0; row < edges.from.length; row++) {
    const [needed, node] = [edges.from[row]!, edges.to[row]!];
    // Of a barrier it is asked at its other side.
    if (node >= executionCount) continue;
    neededNs[node] = hasEndedBefore(needed, node) ? Math.max(neededNs[node]!, endNs[needed]!) : Number.NaN;
  }
  return neededNs;

  function hasEndedBefore(needed: number, node: number): boolean {
    const caller = parent[node]!;
    return (
      needed < executionCount &&
      parent[needed] === caller &&
      startNs[needed]! >= (caller < 0 ? fromNs : startNs[caller]!) &&
      startNs[needed]! <= endNs[needed]! &&
      endNs[needed]! <= Math.min(startNs[node]!, caller < 0 ? untilNs : endNs[caller]!)
    );
  }
}
