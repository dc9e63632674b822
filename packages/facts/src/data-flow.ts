import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Dependency, StepDefinition, StepExecution } from '@faultline/model';
import { finalAttempts } from './attempts.ts';

/** What one step hands to another, as the definition declares it, and between which executions it happened. */
export interface Handover {
  /** The step that needs. */
  readonly step: StepDefinition;
  /** What it needs. */
  readonly dependency: Dependency;
  /** The last attempts at the step needed. Empty: it never ran. */
  readonly from: readonly StepExecution[];
  /** Every attempt at the step that needs: each retry is given its input anew. Empty: it never ran. */
  readonly to: readonly StepExecution[];
}

/**
 * The declared dependencies with the executions at both ends: item by item where both steps ran for the same items, else
 * all of one step before all of the other. O(V + declared dependencies) for steps with few dependencies each.
 */
export const handovers = fact((run: RunView): readonly Handover[] =>
  (run.definition?.steps ?? []).flatMap((step) =>
    step.dependencies.flatMap((dependency) => {
      const from = finalAttempts(run).get(dependency.on) ?? [];
      const to = run.executionsOf(step.id);
      return paired(from, to).map((ends) => ({ step, dependency, ...ends }));
    }),
  ),
);

function paired(from: readonly StepExecution[], to: readonly StepExecution[]): Pick<Handover, 'from' | 'to'>[] {
  if (from.length < 2 || to.length === 0) return [{ from, to }];
  const fromByItem = Map.groupBy(from, ({ item }) => item);
  const toByItem = Map.groupBy(to, ({ item }) => item);
  const isPaired = fromByItem.size > 1 && [...toByItem.keys()].every((item) => fromByItem.has(item));
  if (!isPaired) return [{ from, to }];
  return [...fromByItem].map(([item, sources]) => ({ from: sources, to: toByItem.get(item) ?? [] }));
}
