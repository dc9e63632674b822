import type { RunView } from '@faultline/core';
import { enoughForPercentiles, type Baselines } from '@faultline/facts';
import { resourceMetrics } from './resource-metrics.ts';

/** What a step of the run asks for of one resource, and what it used over history. */
export interface Usage {
  readonly step: string;
  readonly resource: (typeof resourceMetrics)[number]['resource'];
  readonly metric: (typeof resourceMetrics)[number]['metric'];
  readonly unit: (typeof resourceMetrics)[number]['unit'];
  readonly asked: number;
  /** The 95th percentile over completed executions. */
  readonly used: number;
  readonly mean: number;
  readonly observations: number;
}

/** Requested against used, for steps that ran and of which there are at least 20 observations. O(steps). */
export function* usages(run: RunView, baselines: Baselines): Generator<Usage> {
  for (const { id: step, resources } of run.definition?.steps ?? []) {
    if (run.executionsOf(step).length === 0) continue;
    for (const { resource, metric, unit } of resourceMetrics) {
      const asked = resources[metric];
      const learned = asked === undefined ? undefined : baselines.of(run.workflowId, step, metric);
      if (asked === undefined || learned === undefined || learned.count < enoughForPercentiles) continue;
      const { quantile, mean, count: observations } = learned;
      yield { step, resource, metric, unit, asked, used: quantile(0.95), mean, observations };
    }
  }
}
