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
  // A schedule is made when it is first asked for: not where all were queued, nor where there is no reason to wait.
  const hasReasons = run.edges.from.length > 0 || run.isPlanned.includes(1);
  return (node) => {
    const { queuedMs } = run.executions[node]!;
    if (queuedMs !== undefined) return (queuedMs - run.startMs) * 1e6;
    if (!hasReasons) return undefined;
    const known = waits(run);
    const isRecorded = known.blocker[node]! >= 0 && known.isImplied[node] === 0;
    const isPlanned = run.isPlanned[run.parent[node]! + 1] === 1;
    return isRecorded || isPlanned ? known.readyNs[node] : undefined;
  };
});
