import { definitionGraph, definitionOrder, fact } from '@faultline/graph';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { transmissionOf, type PropagationRule } from './propagation-rules.ts';

/**
 * How many other steps a failure of one step takes down on average, if failures go over dependencies independently, each
 * with the share that the table says. `undefined`: no definition, a circle in it, or another step. O(s log s) for
 * the s steps behind it, once for each table and step.
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
  const first = steps?.places.get(stepId);
  if (steps === undefined || first === undefined) return undefined;
  const fails = new Map<string, number>([[stepId, 1]]);
  let expected = 0;
  // Those that may fail of it, in order: what stands before it does not.
  for (const place of behind(steps, first)) {
    const step = steps.order[place]!;
    let succeeds = 1;
    for (const dependency of step.dependencies)
      succeeds *= 1 - (fails.get(dependency.on) ?? 0) * transmissionOf(rules, step, dependency).passes;
    fails.set(step.id, 1 - succeeds);
    expected += 1 - succeeds;
  }
  return expected;
}

/** Steps in an order in which each stands behind what it needs. */
interface OrderedSteps {
  readonly order: readonly StepDefinition[];
  readonly places: ReadonlyMap<string, number>;
  /** By place: the places of those that need it. */
  readonly dependants: readonly (readonly number[])[];
}

/** The places of all that need a step, directly or through each other, in order. O(s log s) for s of them. */
function behind({ dependants }: OrderedSteps, first: number): readonly number[] {
  const found = new Set<number>();
  const pending = [first];
  for (let place = pending.pop(); place !== undefined; place = pending.pop())
    for (const next of dependants[place]!) {
      if (found.has(next)) continue;
      found.add(next);
      pending.push(next);
    }
  return [...found].toSorted((a, b) => a - b);
}

/** `undefined`: steps need each other in a circle. */
const orderOf = fact((definition: WorkflowDefinition): OrderedSteps | undefined => {
  const byId = new Map(definition.steps.map((step) => [step.id, step]));
  // What nobody defined is in the order too.
  const order = definitionOrder(definitionGraph(definition.steps))?.flatMap((id) => byId.get(id) ?? []);
  if (order === undefined) return undefined;
  const places = new Map(order.map(({ id }, place) => [id, place]));
  const dependants = order.map((): number[] => []);
  for (const [place, step] of order.entries())
    for (const { on } of step.dependencies) {
      const needed = places.get(on);
      if (needed !== undefined) dependants[needed]!.push(place);
    }
  return { order, places, dependants };
});
