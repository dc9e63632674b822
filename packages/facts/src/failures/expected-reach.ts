import { definitionGraph, definitionOrder, fact } from '@faultline/graph';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { transmissionOf, type PropagationRule } from './propagation-rules.ts';

/**
 * How many other steps a failure of one step takes down on average, if failures go over dependencies independently, each
 * with the share that the table says. `undefined`: no definition, a circle in it, or another step. O(steps + dependencies), once for each table and step.
 *
 *     P(rank) = 1 - (1 - P(parse) passes)(1 - P(fetch) passes)       where rank needs parse and fetch
 */
export function expectedReach(
  definition: WorkflowDefinition | undefined,
  stepId: string,
  rules: readonly PropagationRule[],
): number | undefined {
  if (definition === undefined) return undefined;
  const byStep = reaches(definition).get(rules) ?? new Map<string, number | undefined>();
  reaches(definition).set(rules, byStep);
  if (!byStep.has(stepId)) byStep.set(stepId, reachOf(definition, stepId, rules));
  return byStep.get(stepId);
}

/** Many failures of many runs begin in one step: by table, then by step. */
const reaches = fact(
  (_definition: WorkflowDefinition) => new Map<readonly PropagationRule[], Map<string, number | undefined>>(),
);

function reachOf(
  definition: WorkflowDefinition,
  stepId: string,
  rules: readonly PropagationRule[],
): number | undefined {
  const steps = orderOf(definition);
  if (steps === undefined || !steps.some(({ id }) => id === stepId)) return undefined;
  const fails = new Map<string, number>();
  let expected = 0;
  for (const step of steps) {
    let succeeds = 1;
    for (const dependency of step.dependencies)
      succeeds *= 1 - (fails.get(dependency.on) ?? 0) * transmissionOf(rules, step, dependency).passes;
    const probability = step.id === stepId ? 1 : 1 - succeeds;
    fails.set(step.id, probability);
    if (step.id !== stepId) expected += probability;
  }
  return expected;
}

const orderOf = fact((definition: WorkflowDefinition): readonly StepDefinition[] | undefined => {
  const byId = new Map(definition.steps.map((step) => [step.id, step]));
  // What nobody defined is in the order too.
  return definitionOrder(definitionGraph(definition.steps))?.flatMap((id) => byId.get(id) ?? []);
});
