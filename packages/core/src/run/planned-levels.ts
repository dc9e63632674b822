import type { TimedDag } from '@faultline/graph';
import type { StepDefinition, StepExecution } from '@faultline/model';

/**
 * The levels whose order is known from a definition: every execution in them is a step of it. Entry v + 1 speaks of the
 * children of node v, entry 0 of those of the run. An empty level counts as not planned.
 */
export function plannedLevels(
  executions: readonly StepExecution[],
  { size, parent }: Pick<TimedDag, 'size' | 'parent'>,
  steps: ReadonlyMap<string, StepDefinition>,
): Uint8Array {
  const isPlanned = new Uint8Array(size + 1);
  if (steps.size === 0) return isPlanned;
  for (let node = 0; node < executions.length; node++) isPlanned[parent[node]! + 1] = 1;
  for (let node = 0; node < executions.length; node++)
    if (!steps.has(executions[node]!.stepId)) isPlanned[parent[node]! + 1] = 0;
  return isPlanned;
}
