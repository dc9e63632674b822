import { enoughObservations, type Baselines } from '@faultline/facts';
import { benjaminiHochberg, mannKendall, theilSen } from '@faultline/stats';
import { ofWorkflow } from './of-workflow.ts';
import { seriesOf, type Timed } from './series-of.ts';

/** Something that a step uses more and more of, from run to run. */
export interface Leak {
  readonly stepId: string;
  readonly metric: string;
  readonly perMs: number;
  /** 95 % interval of it. */
  readonly interval: { readonly low: number; readonly high: number };
  readonly fromMs: number;
  readonly untilMs: number;
  /** At the beginning and at the end of what was seen, on the line. */
  readonly first: number;
  readonly last: number;
  readonly observations: number;
  readonly pValue: number;
  /** Over all steps of the workflow. */
  readonly qValue: number;
}

/**
 * The steps whose memory grows over the runs: a Mann-Kendall test of each, Benjamini and Hochberg over the steps, and for
 * those with q of at most 0.5 the line of Theil and Sen. O(n²) for each step with n at most 384, once for what was learned.
 */
export const leaks = ofWorkflow((learned: Baselines, workflowId: string): readonly Leak[] => {
  const stepIds = learned.shapeOf(workflowId)?.stepIds ?? [];
  const series = stepIds
    .map((stepId) => ({ stepId, values: seriesOf(learned.historyOf(workflowId, stepId), leakingMetric) }))
    .filter(({ values }) => values.length >= enoughObservations);
  const pValues = series.map(({ values }) => growthPValue(values));
  const qValues = benjaminiHochberg(pValues);
  return series.flatMap(({ stepId, values }, index) => {
    if (qValues[index]! > mostQ) return [];
    const line = lineOf(values);
    return line === undefined ? [] : [{ stepId, ...line, pValue: pValues[index]!, qValue: qValues[index]! }];
  });
});

/** What a step can fail to give back. */
const leakingMetric = 'memoryMiB';
/** No rate that can be asked for is higher. */
const mostQ = 0.5;
/** As many points as `theilSen` takes. */
const mostPoints = 400;

/** One-sided: what shrinks does not leak. */
function growthPValue(values: readonly Timed[]): number {
  const { p, z } = mannKendall(values.map(({ value }) => value));
  return z > 0 ? p / 2 : 1;
}

function lineOf(values: readonly Timed[]): Omit<Leak, 'stepId' | 'pValue' | 'qValue'> | undefined {
  const points = values.slice(-mostPoints);
  const fromMs = points[0]!.startMs;
  const line = theilSen(
    points.map(({ startMs }) => startMs - fromMs),
    points.map(({ value }) => value),
  );
  if (line === undefined || line.slope <= 0) return undefined;
  const untilMs = points.at(-1)!.startMs;
  return {
    metric: leakingMetric,
    perMs: line.slope,
    interval: line.interval,
    fromMs,
    untilMs,
    first: line.intercept,
    last: line.intercept + line.slope * (untilMs - fromMs),
    observations: points.length,
  };
}
