import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { stepIndex } from './step-index.ts';

/**
 * What can be compared of a step between runs, by number of the step, see `stepIndex`: `attemptsPerRun`, how often the item
 * that was tried most often was tried, and `executionsPerRun`, how many executions of the step there were: attempts, loop
 * rounds, items. What was skipped or has not begun did not run: of a step of which nothing else is there, both are 0. O(V).
 */
export const stepCounts = fact((run: RunView) => {
  const { ids, stepOf } = stepIndex(run);
  const attemptsPerRun = new Int32Array(ids.length);
  const executionsPerRun = new Int32Array(ids.length);
  for (let node = 0; node < run.executionCount; node++) {
    const { status, attempt } = run.executions[node]!;
    if (status === 'skipped' || status === 'pending') continue;
    const step = stepOf[node]!;
    attemptsPerRun[step] = Math.max(attemptsPerRun[step]!, attempt);
    executionsPerRun[step]!++;
  }
  return { attemptsPerRun, executionsPerRun };
});
