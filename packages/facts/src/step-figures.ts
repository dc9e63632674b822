import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Metrics } from './observations.ts';
import { stepIndex } from './step-index.ts';

/**
 * What can be compared of a step between runs, by step: `attemptsPerRun`, how often the item that was tried most often was
 * tried, and `executionsPerRun`, how many executions of the step there were: attempts, loop rounds, items. O(V).
 */
export const stepFiguresOf = fact((run: RunView): ReadonlyMap<string, Metrics> => {
  const { attemptsPerRun, executionsPerRun } = stepCounts(run);
  return new Map(
    stepIndex(run).ids.map((stepId, step) => [
      stepId,
      new Map([
        ['attemptsPerRun', attemptsPerRun[step]!],
        ['executionsPerRun', executionsPerRun[step]!],
      ]),
    ]),
  );
});

/** The same by number of the step, see `stepIndex`. O(V). */
export const stepCounts = fact((run: RunView) => {
  const { ids, stepOf } = stepIndex(run);
  const attemptsPerRun = new Int32Array(ids.length);
  const executionsPerRun = new Int32Array(ids.length);
  for (let node = 0; node < run.executionCount; node++) {
    const step = stepOf[node]!;
    attemptsPerRun[step] = Math.max(attemptsPerRun[step]!, run.executions[node]!.attempt);
    executionsPerRun[step]!++;
  }
  return { attemptsPerRun, executionsPerRun };
});
