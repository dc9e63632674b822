import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Metrics } from './observations.ts';
import { stepIndex } from './step-index.ts';

/**
 * What can be compared of a step between runs, by step: `attemptsPerRun`, how often the item that was tried most often was
 * tried, and `executionsPerRun`, how many executions of the step there were: attempts, loop rounds, items. What was skipped
 * or has not begun did not run: of a step of which nothing else is there, there are no figures. O(V).
 */
export const stepFiguresOf = fact((run: RunView): ReadonlyMap<string, Metrics> => {
  const { attemptsPerRun, executionsPerRun } = stepCounts(run);
  const figures = new Map<string, Metrics>();
  for (const [step, stepId] of stepIndex(run).ids.entries()) {
    if (executionsPerRun[step] === 0) continue;
    const ofStep = { attemptsPerRun: attemptsPerRun[step]!, executionsPerRun: executionsPerRun[step]! };
    figures.set(stepId, new Map(Object.entries(ofStep)));
  }
  return figures;
});

/** The same by number of the step, see `stepIndex`. 0 of a step that did not run. O(V). */
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
