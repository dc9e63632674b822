import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';

/**
 * By node: how long an execution worked itself, in nanoseconds: its time without that of its children, overlaps once. What
 * was declared asynchronous takes nothing from its caller. O(V).
 *
 *     p  |==============|         15, of which 4 are its own
 *     a   |====|
 *     b      |========|
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
  // Executions are in order of their start, so that each child begins after its elder siblings.
  for (let node = 0; node < executionCount; node++) {
    const above = parent[node]!;
    if (above < 0 || isAsync[node] === 1) continue;
    const fromNs = Math.max(startNs[node]!, coveredUntilNs[above]!);
    const untilNs = Math.min(endNs[node]!, endNs[above]!);
    if (untilNs <= fromNs) continue;
    selfNs[above]! -= untilNs - fromNs;
    coveredUntilNs[above] = untilNs;
  }
  return selfNs;
});

/** By node: whether it called others. O(V). */
export const hasChildren = fact(({ executionCount, parent }: RunView): Uint8Array => {
  const has = new Uint8Array(executionCount);
  for (let node = 0; node < executionCount; node++) if (parent[node]! >= 0) has[parent[node]!] = 1;
  return has;
});
