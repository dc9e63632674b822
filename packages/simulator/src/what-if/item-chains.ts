import type { RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';

/** The attempts at one item of a step, in order. */
export interface ItemChain {
  /** Names the item among those of its step. */
  readonly key: string;
  readonly executions: readonly [StepExecution, ...StepExecution[]];
}

/**
 * The items of a step with the attempts at each. Rounds that nobody told apart, with one number, are items of their own.
 * Without what never started. O(n log n) for n executions of the step.
 */
export function itemChains(run: RunView, stepId: string): readonly ItemChain[] {
  const started = run.executionsOf(stepId).filter(({ status }) => status !== 'skipped' && status !== 'pending');
  const chains: ItemChain[] = [];
  for (const [item, executions] of Map.groupBy(started, (execution) => execution.item)) {
    const [first, ...further] = executions.toSorted((a, b) => a.attempt - b.attempt);
    const isChain = further.every(({ attempt }, at) => (further[at - 1] ?? first).attempt < attempt);
    if (isChain) chains.push({ key: item, executions: [first, ...further] });
    else for (const [at, one] of executions.entries()) chains.push({ key: `${item} ${at}`, executions: [one] });
  }
  return chains;
}
