import { attemptSeries, type RunView } from '@faultline/core';
import type { StepExecution } from '@faultline/model';

/** The attempts at one item of a step, in order. */
export interface ItemChain {
  /** Names the item among those of its step. */
  readonly key: string;
  readonly executions: readonly [StepExecution, ...StepExecution[]];
}

/**
 * The items of a step with the attempts at each: of several callers, those of each. Rounds that nobody told apart, with one
 * number, are items of their own. Without what never started. O(n log n) for n executions of the step.
 */
export function itemChains(run: RunView, stepId: string): readonly ItemChain[] {
  const started = run.executionsOf(stepId).filter(({ status }) => status !== 'skipped' && status !== 'pending');
  const ofItems = Map.groupBy(attemptSeries(started).flatMap(chainsOf), ([first]) => first.item);
  return [...ofItems].flatMap(([item, chains]) =>
    chains.map((executions, at): ItemChain => ({ key: chains.length === 1 ? item : `${item} ${at}`, executions })),
  );
}

/** A series as one chain, or, where a number comes twice in it, as one for each execution. */
function chainsOf(series: readonly StepExecution[]): readonly ItemChain['executions'][] {
  const isChain = series.every(({ attempt }, at) => at === 0 || series[at - 1].attempt < attempt);
  const [first, ...further] = series;
  return isChain ? [[first, ...further]] : series.map((one) => [one]);
}
