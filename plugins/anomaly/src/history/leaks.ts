import { enoughObservations, type Baselines } from '@faultline/facts';
import { fact } from '@faultline/graph';
import { benjaminiHochberg, mannKendall, theilSen } from '@faultline/stats';
import { ofWorkflow } from './of-workflow.ts';
import { seriesOf, type Timed } from './series-of.ts';

/** A step whose use of memory may grow from run to run. */
export interface Leak {
  readonly stepId: string;
  readonly metric: string;
  readonly values: readonly Timed[];
  readonly pValue: number;
  /** Over all steps of the workflow. */
  readonly qValue: number;
}

/** The straight line along which it grows. */
export interface Growth {
  readonly perMs: number;
  /** 95 % interval of it. */
  readonly interval: { readonly low: number; readonly high: number };
  readonly fromMs: number;
  readonly untilMs: number;
  /** At the beginning and at the end of what was seen, on the line. */
  readonly first: number;
  readonly last: number;
  readonly observations: number;
}

/**
 * How likely the memory of each step is to grow by chance alone as it does over the runs: a Mann-Kendall test of each,
 * Benjamini and Hochberg over the steps. O(n log n) for each step with n at most 384, once for what was learned.
 */
export const leaks = ofWorkflow((learned: Baselines, workflowId: string): readonly Leak[] => {
  const stepIds = learned.shapeOf(workflowId)?.stepIds ?? [];
  const series = stepIds
    .map((stepId) => ({ stepId, values: seriesOf(learned.historyOf(workflowId, stepId), leakingMetric) }))
    .filter(({ values }) => values.length >= enoughObservations);
  const pValues = series.map(({ values }) => growthPValue(values));
  const qValues = benjaminiHochberg(pValues);
  return series.map(({ stepId, values }, index) => ({
    stepId,
    metric: leakingMetric,
    values,
    pValue: pValues[index]!,
    qValue: qValues[index]!,
  }));
});

/** What a step can fail to give back. */
const leakingMetric = 'memoryMiB';

/** One-sided: what shrinks does not leak. */
function growthPValue(values: readonly Timed[]): number {
  const { p, z } = mannKendall(values.map(({ value }) => value));
  return z > 0 ? p / 2 : 1;
}

/** The line of Theil and Sen through what was seen of a leak. `undefined`: it does not rise. O(n²), once for each. */
export const growthOf = fact(({ values }: Leak): Growth | undefined => {
  const points = values.slice(-mostPoints);
  const fromMs = points[0]!.startMs;
  const line = theilSen(
    points.map(({ startMs }) => startMs - fromMs),
    points.map(({ value }) => value),
  );
  if (line === undefined || line.slope <= 0) return undefined;
  const untilMs = points.at(-1)!.startMs;
  return {
    perMs: line.slope,
    interval: line.interval,
    fromMs,
    untilMs,
    first: line.intercept,
    last: line.intercept + line.slope * (untilMs - fromMs),
    observations: points.length,
  };
});

/** As many points as `theilSen` takes. */
const mostPoints = 400;
