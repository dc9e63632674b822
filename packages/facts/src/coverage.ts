import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';

const NS_PER_MS = 1e6;

/** How much of the time of a run is inside some execution. */
export interface Coverage {
  readonly coveredMs: number;
  readonly uncoveredMs: number;
  /** The longest stretch without any execution, the first of equals. Milliseconds since the epoch. */
  readonly longestGap: { readonly fromMs: number; readonly toMs: number } | undefined;
}

/**
 * Covered and uncovered time of a run. What lies outside the run's own interval does not count. O(V).
 *
 *     run    |==============|
 *     fetch   ===                  covered 7, uncovered 7, longest gap 4
 *     parse     ==
 *     store           ===
 */
export const coverage = fact((run: RunView): Coverage => {
  let coveredUntilNs = run.fromNs;
  let uncoveredNs = 0;
  let gap = { fromNs: 0, toNs: 0 };
  const leave = (fromNs: number, toNs: number): void => {
    if (toNs <= fromNs) return;
    uncoveredNs += toNs - fromNs;
    if (toNs - fromNs > gap.toNs - gap.fromNs) gap = { fromNs, toNs };
  };
  // Executions are in order of their start.
  for (let node = 0; node < run.executionCount && run.startNs[node]! < run.untilNs; node++) {
    leave(coveredUntilNs, run.startNs[node]!);
    // What ends before it starts covers nothing.
    coveredUntilNs = Math.max(coveredUntilNs, run.startNs[node]!, run.endNs[node]!);
  }
  leave(coveredUntilNs, run.untilNs);

  const wholeNs = Math.max(0, run.untilNs - run.fromNs);
  const atMs = (ns: number): number => run.startMs + ns / NS_PER_MS;
  return {
    coveredMs: (wholeNs - uncoveredNs) / NS_PER_MS,
    uncoveredMs: uncoveredNs / NS_PER_MS,
    longestGap: uncoveredNs === 0 ? undefined : { fromMs: atMs(gap.fromNs), toMs: atMs(gap.toNs) },
  };
});
