import { attemptSeries, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

/** By node: 1 where an attempt failed, and a later one in its series completed, see `attemptSeries`. O(V log V). */
export const recoveredNodes = fact((run: RunView): Uint8Array => {
  const recovered = new Uint8Array(run.executionCount);
  for (const stepId of new Set(run.executions.filter(hasFailed).map((execution) => execution.stepId)))
    for (const attempts of attemptSeries(run.executionsOf(stepId))) {
      const lastCompleted = attempts.findLast(({ status }) => status === 'completed')?.attempt ?? 0;
      for (const execution of attempts)
        if (execution.attempt < lastCompleted && hasFailed(execution)) recovered[run.nodeOf(execution)] = 1;
    }
  return recovered;
});

const hasFailed = ({ status }: StepExecution): boolean => status === 'failed' || status === 'retrying';
