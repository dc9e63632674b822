import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';

/** The steps of a run by number, in order of their first execution. */
export interface StepIndex {
  /** Step ids by number. */
  readonly ids: readonly string[];
  /** By node: the number of its step. */
  readonly stepOf: Int32Array;
}

/** Numbers the steps of a run, so that sums over steps are columns. O(V), remembered for each run. */
export const stepIndex = fact((run: RunView): StepIndex => {
  const numbers = new Map<string, number>();
  const stepOf = new Int32Array(run.executionCount);
  for (let node = 0; node < run.executionCount; node++) {
    const { stepId } = run.executions[node]!;
    let step = numbers.get(stepId);
    if (step === undefined) numbers.set(stepId, (step = numbers.size));
    stepOf[node] = step;
  }
  return { ids: [...numbers.keys()], stepOf };
});
