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
  // Without any reason to wait there is no need to schedule the run.
  const known = run.edges.from.length > 0 || run.isPlanned.includes(1) ? waits(run) : undefined;
  return (node) => {
    const { queuedMs } = run.executions[node]!;
    if (queuedMs !== undefined) return (queuedMs - run.startMs) * 1e6;
    if (known === undefined) return undefined;
    const isRecorded = known.blocker[node]! >= 0 && known.isImplied[node] === 0;
    const isPlanned = run.isPlanned[run.parent[node]! + 1] === 1;
    return isRecorded || isPlanned ? known.readyNs[node] : undefined;
  };
});
