import { enoughObservations, type Baselines } from '@faultline/facts';
import {
  benjaminiHochberg,
  changePoints,
  cusum,
  type CusumAlarm,
  firstIndex,
  normalCdf,
  normalQuantile,
  normalScores,
} from '@faultline/stats';
import { median } from './median.ts';
import { ofWorkflow } from './of-workflow.ts';
import { seriesOf, type Timed } from './series-of.ts';

/** The level of a duration changed at some time and stayed there. */
export interface Drift {
  readonly metric: string;
  readonly sinceMs: number;
  /** Medians. */
  readonly before: number;
  readonly after: number;
  /** Executions before the change, as far as they are looked at, and after it. */
  readonly countBefore: number;
  readonly countAfter: number;
  readonly pValue: number;
  /** Over all steps of the workflow. */
  readonly qValue: number;
}

/** What is known of how long a step took over time. */
export interface StepTrend {
  /** The latest change. */
  readonly drift: Drift | undefined;
  /**
   * The chart since then, one execution further: a change so recent that there are too few executions to see a level.
   * `undefined`: it gives no alarm, whatever comes next.
   */
  readonly driftWith: ((value: number, startMs: number) => Drift | undefined) | undefined;
}

/**
 * The latest change of level of how long each step took, for the steps that may have one. Change points (PELT on normal
 * scores) first; the p-value of the latest one is that of a van der Waerden test of the two levels, times the number of
 * places where it could have been. One value for each run.
 * Benjamini and Hochberg over the steps. O(n²) for each step with n at most 384, once for what was learned of a workflow.
 *
 * B. L. van der Waerden, "Order tests for the two-sample problem and their power", Indagationes Mathematicae 14 (1952).
 */
export const stepTrends = ofWorkflow((learned: Baselines, workflowId: string): ReadonlyMap<string, StepTrend> => {
  const stepIds = learned.shapeOf(workflowId)?.stepIds ?? [];
  const series = stepIds.flatMap((stepId) => {
    const history = learned.historyOf(workflowId, stepId);
    const own = seriesOf(history, 'selfMs');
    const [metric, values] = own.length > 0 ? ['selfMs', own] : ['durationMs', seriesOf(history, 'durationMs')];
    return values.length < enoughObservations ? [] : [{ stepId, metric, values }];
  });
  const changes = series.map(({ metric, values }) => latestChange(metric, values));
  const qValues = benjaminiHochberg(changes.map((change) => change?.pValue ?? 1));
  const trends = new Map<string, StepTrend>();
  for (const [index, { stepId, metric, values }] of series.entries()) {
    const change = changes[index];
    const drift = change && { ...change, qValue: qValues[index]! };
    const driftWith = chartOf(metric, values.slice(-(change?.countAfter ?? 0)), series.length);
    if (drift !== undefined || driftWith !== undefined) trends.set(stepId, { drift, driftWith });
  }
  return trends;
});

function latestChange(metric: string, values: readonly Timed[]): Omit<Drift, 'qValue'> | undefined {
  const numbers = values.map(({ value }) => value);
  const changes = changePoints(numbers);
  const latest = changes.at(-1);
  if (latest === undefined) return undefined;
  const from = changes.at(-2)?.index ?? 0;
  return {
    metric,
    sinceMs: values[latest.index]!.startMs,
    before: latest.medianBefore,
    after: latest.medianAfter,
    countBefore: latest.index - from,
    countAfter: values.length - latest.index,
    pValue: levelsPValue(normalScores(numbers.slice(from)), latest.index - from),
  };
}

/** Two-sided, for the best of all places to part the scores. */
function levelsPValue(scores: Float64Array, at: number): number {
  const sum = scores.subarray(0, at).reduce((total, score) => total + score, 0);
  const squares = scores.reduce((total, score) => total + score * score, 0);
  const { length } = scores;
  // Scores have the mean 0; those before are drawn from all without replacement.
  const deviation = Math.sqrt((squares * at * (length - at)) / (length * (length - 1)));
  return Math.min(1, length * 2 * normalCdf(-Math.abs(sum) / deviation));
}

/**
 * With this threshold, the mean distance of false alarms is (exp(2kh') - 2kh' - 1) / 2k² = 141,000 scores for shifts one
 * way, k = 0.5 and h' = 10 + 1.166: D. Siegmund, "Sequential analysis", Springer 1985.
 */
const threshold = 10;
const betweenFalseAlarms = 141_000 / 2;
/** A chart that gave its alarm longer ago says nothing about now. */
const recent = 16;

function chartOf(metric: string, values: readonly Timed[], steps: number): StepTrend['driftWith'] {
  if (values.length < enoughObservations) return undefined;
  const numbers = values.map(({ value }) => value);
  const ascending = numbers.toSorted((a, b) => a - b);
  const scores = normalScores(numbers);
  // Most charts are far from an alarm, or gave it long ago, whatever comes next.
  if ([-Infinity, Infinity].every((value) => chart(value) === undefined)) return undefined;
  return (value, startMs) => {
    const alarm = chart(value);
    if (alarm === undefined) return undefined;
    const after = [...numbers.slice(alarm.startIndex), value];
    const pValue = Math.min(1, values.length / betweenFalseAlarms);
    return {
      metric,
      sinceMs: values[alarm.startIndex]?.startMs ?? startMs,
      before: median(numbers.slice(0, alarm.startIndex)),
      after: median(after),
      countBefore: alarm.startIndex,
      countAfter: after.length,
      pValue,
      qValue: Math.min(1, pValue * steps),
    };
  };

  function chart(value: number): CusumAlarm | undefined {
    const alarm = cusum([...scores, scoreIn(ascending, value)], { threshold });
    return alarm === undefined || alarm.index < values.length - recent ? undefined : alarm;
  }
}

/** The normal score of a value among earlier ones: of the middle of the ranks it could have. O(log n). */
function scoreIn(ascending: readonly number[], value: number): number {
  const below = firstIndex(ascending.length, (at) => ascending[at]! >= value);
  const upTo = firstIndex(ascending.length, (at) => ascending[at]! > value);
  return normalQuantile(((below + upTo) / 2 + 0.5) / (ascending.length + 1));
}
