import type { RunView } from '@faultline/core';
import { needsOf } from '@faultline/facts';
import type { StepExecution } from '@faultline/model';

/**
 * How a fault came to the execution that failed of it: from the nearest of the causes over what needed it, without the
 * failure itself. Empty: none of the causes is behind it. O(V + E).
 *
 *     labs = (at fault)  ->  diagnosis x        labs
 */
export function wayFromCause(
  run: RunView,
  causes: ReadonlySet<StepExecution>,
  failure: StepExecution,
): readonly StepExecution[] {
  const { offsets, targets } = needsOf(run).dependencies;
  const start = run.nodeOf(failure);
  const towards = new Int32Array(run.size).fill(-1);
  const reached = [start];
  for (let done = 0; done < reached.length; done++) {
    const node = reached[done]!;
    const execution = run.executions[node];
    if (node !== start && execution !== undefined && causes.has(execution)) return wayTo(run, towards, node, start);
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) {
      const dependency = targets[edge]!;
      if (dependency === start || towards[dependency]! >= 0) continue;
      towards[dependency] = node;
      reached.push(dependency);
    }
  }
  return [];
}

function wayTo({ executions }: RunView, towards: Int32Array, from: number, to: number): StepExecution[] {
  const way: StepExecution[] = [];
  for (let node = from; node !== to; node = towards[node]!) {
    const execution = executions[node];
    // Joins are no executions.
    if (execution !== undefined) way.push(execution);
  }
  return way;
}
