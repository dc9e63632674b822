import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';

/** By node: 1 where an attempt failed, and a later one of the same step and item completed. O(V). */
export const recoveredNodes = fact((run: RunView): Uint8Array => {
  const recovered = new Uint8Array(run.executionCount);
  if (run.failed.length === 0) return recovered;
  const lastCompleted = new Map<string, number>();
  for (const execution of run.executions) {
    if (execution.status !== 'completed') continue;
    const key = keyOf(execution);
    lastCompleted.set(key, Math.max(execution.attempt, lastCompleted.get(key) ?? 0));
  }
  for (const [node, execution] of run.executions.entries()) {
    const { status, attempt } = execution;
    const hasFailed = status === 'failed' || status === 'retrying';
    if (hasFailed && attempt < (lastCompleted.get(keyOf(execution)) ?? 0)) recovered[node] = 1;
  }
  return recovered;
});

const keyOf = ({ stepId, item }: StepExecution): string => JSON.stringify([stepId, item]);
