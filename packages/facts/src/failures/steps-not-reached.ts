import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepDefinition, StepExecution, WorkflowDefinition } from '@faultline/model';

/**
 * The steps of the definition without any execution that needed one of these executions, directly or through each other, in
 * order of definition. None while the run goes on, or where there is no definition. O(s log s) for s that are found, and their
 * dependencies.
 */
export function stepsNotReached(run: RunView, behind: readonly StepExecution[]): readonly StepDefinition[] {
  if (run.definition === undefined || run.isOpen) return [];
  const dependants = dependantSteps(run.definition);
  const found = new Set<StepDefinition>();
  const pending = [...new Set(behind.map(({ stepId }) => stepId))];
  for (let stepId = pending.pop(); stepId !== undefined; stepId = pending.pop())
    for (const step of dependants.get(stepId) ?? []) {
      if (found.has(step) || run.executionsOf(step.id).length > 0) continue;
      found.add(step);
      pending.push(step.id);
    }
  const place = placesOf(run.definition);
  return [...found].toSorted((a, b) => place.get(a)! - place.get(b)!);
}

const placesOf = fact(
  ({ steps }: WorkflowDefinition): ReadonlyMap<StepDefinition, number> => new Map(steps.map((step, at) => [step, at])),
);

/** By step: those that need it. */
const dependantSteps = fact(({ steps }: WorkflowDefinition): ReadonlyMap<string, readonly StepDefinition[]> => {
  const dependants = new Map<string, StepDefinition[]>();
  for (const step of steps)
    for (const { on } of step.dependencies) {
      const known = dependants.get(on);
      if (known === undefined) dependants.set(on, [step]);
      else known.push(step);
    }
  return dependants;
});
