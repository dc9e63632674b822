import { workflowDefinitionSchema, type Edge, type WorkflowDefinition } from '@faultline/model';
import type { WfTask } from './wf-instance.ts';

/**
 * The definition inside an instance: its steps, and the dependencies that hold between all tasks of two steps. A
 * definition speaks of steps, an instance of tasks: "each `diff` needs two of ten `project`" is not "each needs all", so
 * such a dependency is left to the edges of the run. O(V + E).
 */
export function wfDefinitionOf(
  workflowId: string,
  tasks: readonly WfTask[],
  stepIdOf: ReadonlyMap<string, string>,
  edges: readonly Edge[],
): WorkflowDefinition {
  const sizes = new Map<string, number>();
  for (const { id } of tasks) {
    const stepId = stepIdOf.get(id) ?? id;
    sizes.set(stepId, (sizes.get(stepId) ?? 0) + 1);
  }
  const between = new Map<string, Map<string, number>>();
  for (const { from, to } of edges) {
    const [on, step] = [stepIdOf.get(from), stepIdOf.get(to)];
    if (on === undefined || step === undefined || on === step) continue;
    const counts = between.get(step) ?? new Map<string, number>();
    between.set(step, counts.set(on, (counts.get(on) ?? 0) + 1));
  }
  return workflowDefinitionSchema.parse({
    id: workflowId,
    steps: [...sizes.keys()].toSorted().map((id) => ({
      id,
      dependencies: [...(between.get(id) ?? [])]
        .filter(([on, count]) => count === (sizes.get(on) ?? 0) * (sizes.get(id) ?? 0))
        .map(([on]) => on)
        .toSorted(),
    })),
  });
}
