import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import type { RunView } from './run-view.ts';

/** Executions that failed and were not tried again, in the order in which they failed. What was retried is no outcome. */
export const finalFailures = fact((run: RunView): readonly StepExecution[] => {
  const lastAttempt = new Map<string, number>();
  const failedSteps = new Set(run.failed.map(({ stepId }) => stepId));
  for (const stepId of failedSteps)
    for (const { item, attempt } of run.executionsOf(stepId)) {
      const key = JSON.stringify([stepId, item]);
      lastAttempt.set(key, Math.max(lastAttempt.get(key) ?? 0, attempt));
    }
  return run.failed
    .filter(({ stepId, item, attempt }) => lastAttempt.get(JSON.stringify([stepId, item])) === attempt)
    .toSorted((a, b) => endOf(run, a) - endOf(run, b) || b.startMs - a.startMs);
});

/** A caller fails when what it called has failed: the end says who was first, and of equals the later start. */
const endOf = (run: RunView, execution: StepExecution): number => execution.startMs + run.durationMs(execution);
