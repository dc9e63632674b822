import type { RunView } from '@faultline/core';
import type { EventGraph } from '@faultline/graph';

/** What one execution contributes to a critical path. */
export interface PathStep {
  readonly executionId: string;
  readonly stepId: string;
  /** Between the last thing it waited for and its start: its own wait, or work of its caller. */
  readonly waitMs: number;
  /** Its work; of one that has children, after the last of them ended. */
  readonly workMs: number;
}

/**
 * The critical path of times that were never observed: from the end of the run back through what each event waited for, in
 * order of time. Between two that happened at once, the one observed last. Without what took no time. O(V + E).
 */
export function pathSteps(run: RunView, graph: EventGraph, timeNs: Float64Array): readonly PathStep[] {
  const { numbers, nodeOf } = graph;
  const steps: { node: number; waitNs: number; workNs: number }[] = [];
  for (let event = numbers.end[run.size]; event >= 0;) {
    const before = lastBefore(event, graph, timeNs);
    const ns = timeNs[event] - (before < 0 ? run.fromNs : timeNs[before]);
    const node = nodeOf[event];
    if (ns > 0 && node < run.executionCount) {
      if (steps.at(-1)?.node !== node) steps.push({ node, waitNs: 0, workNs: 0 });
      // It was pushed just now, if it was not there.
      steps.at(-1)![event === numbers.start[node] ? 'waitNs' : 'workNs'] += ns;
    }
    event = before;
  }
  return steps.toReversed().map(({ node, waitNs, workNs }) => {
    const { id: executionId, stepId } = run.executions[node];
    return { executionId, stepId, waitMs: waitNs / 1e6, workMs: workNs / 1e6 };
  });
}

function lastBefore(event: number, { predecessors, blocker }: EventGraph, timeNs: Float64Array): number {
  let last = blocker[event];
  for (let edge = predecessors.offsets[event]; edge < predecessors.offsets[event + 1]; edge++) {
    const candidate = predecessors.targets[edge];
    if (last < 0 || timeNs[candidate] > timeNs[last]) last = candidate;
  }
  return last;
}
