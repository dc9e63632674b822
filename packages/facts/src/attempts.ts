import { attemptSeries, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

/** The attempts at one item of a step, see `attemptSeries`. Rounds that nobody told apart share a number. */
export interface AttemptChain {
  readonly stepId: string;
  readonly item: string;
  readonly attempts: readonly StepExecution[];
}

/** How a step ended, all its items taken together. `open`: not ended yet, or its end was not recorded. */
export type StepOutcome = 'failed' | 'open' | 'completed' | 'skipped';

/**
 * The items with an attempt other than the first, in order of their first execution. O(V log V).
 *
 *     fetch#1 ==x
 *     fetch#2    ==x            one chain of three
 *     fetch#3       ====
 *     parse             ==      none
 */
export const attemptChains = fact((run: RunView): readonly AttemptChain[] => {
  const retried = retriedSteps(run);
  return [...retried].flatMap((stepId) =>
    attemptSeries(run.executionsOf(stepId))
      .filter((attempts) => attempts.some(({ attempt }) => attempt > 1))
      .map((attempts) => ({ stepId, item: attempts[0]!.item, attempts })),
  );
});

/**
 * By step, in order of its first execution: the executions that decide how it ended, which are the last attempts at each
 * of its items. O(V).
 */
export const finalAttempts = fact((run: RunView): ReadonlyMap<string, readonly StepExecution[]> => {
  const retried = retriedSteps(run);
  const final = new Map<string, readonly StepExecution[]>();
  for (const { stepId } of run.executions) {
    if (final.has(stepId)) continue;
    const executions = run.executionsOf(stepId);
    final.set(stepId, retried.has(stepId) ? lastOfEachItem(executions) : executions);
  }
  return final;
});

/** Steps with an attempt other than the first. */
const retriedSteps = fact((run: RunView): ReadonlySet<string> => {
  const retried = new Set<string>();
  for (const { stepId, attempt } of run.executions) if (attempt > 1) retried.add(stepId);
  return retried;
});

/** How a step ended: as the worst of its items. `undefined`: it is not in the run. */
export const outcomeOf = (run: RunView, stepId: string): StepOutcome | undefined => outcomesByStep(run).get(stepId);

/** O(V). */
const outcomesByStep = fact((run: RunView): ReadonlyMap<string, StepOutcome> => {
  const byStep = new Map<string, StepOutcome>();
  for (const [stepId, executions] of finalAttempts(run)) {
    const seen = new Set(executions.map(outcomeOfExecution));
    // A step that is in the run has an attempt that decides.
    byStep.set(
      stepId,
      outcomes.find((outcome) => seen.has(outcome))!,
    );
  }
  return byStep;
});

/** From worst to best. */
const outcomes: readonly StepOutcome[] = ['failed', 'open', 'completed', 'skipped'];

function outcomeOfExecution({ status }: StepExecution): StepOutcome {
  return status === 'failed' || status === 'completed' || status === 'skipped' ? status : 'open';
}

function lastOfEachItem(executions: readonly StepExecution[]): readonly StepExecution[] {
  const highest = new Map<string, number>();
  for (const { item, attempt } of executions) highest.set(item, Math.max(attempt, highest.get(item) ?? 0));
  return executions.filter(({ item, attempt }) => attempt === highest.get(item));
}
