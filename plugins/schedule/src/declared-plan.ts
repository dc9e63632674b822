import { fact, plannedDag, type PlannedDag } from '@faultline/graph';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { msOf } from './nanoseconds.ts';

/** A definition as it is scheduled, had every step taken as long as declared. */
export interface DeclaredPlan extends PlannedDag {
  /** By step. `undefined`: not declared, and taken as no time. */
  readonly expectedMs: ReadonlyMap<string, number | undefined>;
  /** Sum of the declared durations. */
  readonly workMs: number;
  /** The least time in which it can be done, on as many workers as it can use. */
  readonly criticalPathMs: number;
  /** Steps without a declared duration. */
  readonly undeclared: number;
}

/** `undefined`: no step has a duration, or the definition has a cycle. O(n log n), remembered for each definition. */
export const declaredPlan = fact(({ steps }: WorkflowDefinition): DeclaredPlan | undefined => {
  const expectedMs = new Map(steps.map((step) => [step.id, expectedMsOf(step)]));
  const undeclared = [...expectedMs.values()].filter((ms) => ms === undefined).length;
  if (undeclared === expectedMs.size) return undefined;
  const planned = plannedDag(
    steps.map(({ id, dependencies }) => ({ id, dependencies, durationMs: expectedMs.get(id) ?? 0 })),
  );
  if (planned === undefined || planned.dag.untilNs === 0) return undefined;
  const workMs = [...expectedMs.values()].reduce<number>((sum, ms = 0) => sum + ms, 0);
  return { ...planned, expectedMs, workMs, criticalPathMs: msOf(planned.dag.untilNs), undeclared };
});

/** What the author expects, else what the declared baseline calls usual. */
function expectedMsOf({ expectedDurationMs, baseline }: StepDefinition): number | undefined {
  const declaredMs = expectedDurationMs ?? baseline['durationMs']?.p50 ?? baseline['durationMs']?.mean;
  return declaredMs === undefined ? undefined : Math.max(0, declaredMs);
}
