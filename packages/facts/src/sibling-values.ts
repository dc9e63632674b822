import type { RunView } from '@faultline/core';
import type { Distribution } from '@faultline/stats';
import type { Baselines } from './baselines.ts';
import { observedRows } from './observations.ts';
import { stepIndex } from './step-index.ts';

/**
 * The values of a metric over the completed executions of one step of a run that are compared with the same distribution, in
 * ascending order. Found when they are first asked for, for all of the step: O(k log k) for k metrics of its executions.
 * `undefined`: the step has no other execution.
 */
export function siblingValues(
  run: RunView,
  learned: Baselines,
): (node: number, metric: string, usual: Distribution) => readonly number[] | undefined {
  const { stepOf } = stepIndex(run);
  const known = new Map<number, ReadonlyMap<string, ReadonlyMap<Distribution, readonly number[]>>>();
  return (node, metric, usual) => {
    const { stepId } = run.executions[node]!;
    if (run.executionsOf(stepId).length === 1) return undefined;
    const step = stepOf[node]!;
    let values = known.get(step);
    if (values === undefined) known.set(step, (values = valuesOf(run, stepId, learned)));
    return values.get(metric)?.get(usual);
  };
}

function valuesOf(
  run: RunView,
  stepId: string,
  learned: Baselines,
): ReadonlyMap<string, ReadonlyMap<Distribution, readonly number[]>> {
  const { names, offsets, nameOf, values } = observedRows(run);
  const found = new Map<string, Map<Distribution, number[]>>();
  for (const execution of run.executionsOf(stepId)) {
    if (execution.status !== 'completed') continue;
    const node = run.nodeOf(execution);
    const usualOf = learned.likeNode(run, node);
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const metric = names[nameOf[at]!]!;
      const usual = usualOf?.(metric)?.distribution;
      if (usual === undefined) continue;
      const byUsual = found.get(metric) ?? new Map<Distribution, number[]>();
      found.set(metric, byUsual);
      const known = byUsual.get(usual);
      if (known === undefined) byUsual.set(usual, [values[at]!]);
      else known.push(values[at]!);
    }
  }
  for (const byUsual of found.values()) for (const ofUsual of byUsual.values()) ofUsual.sort((a, b) => a - b);
  return found;
}
