import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Guarantee } from '@faultline/model';
import { simes, type Distribution } from '@faultline/stats';
import type { Baselines, Comparison } from './baselines.ts';
import { enoughObservations } from './expected.ts';
import { observationsOf } from './observations.ts';

/** One metric of one execution, compared with what is usual for it in one direction. */
export interface MetricTest {
  readonly metric: string;
  readonly direction: 'high' | 'low';
  readonly value: number;
  /** The earlier executions it was compared with. */
  readonly usual: Comparison;
  /** The conformal p-value: a share of at most so many usual executions has one as small, whatever the distribution. */
  readonly exactP: number;
  /** The same, continued by a fitted tail beyond all that was seen. */
  readonly p: number;
  /** Of `p`. */
  readonly guarantee: Guarantee;
  /** Its share of the attention that the execution is given, relative to a mean of 1. Fixed before anything is seen. */
  readonly weight: number;
}

/** All metrics that were compared of one execution, or of anything else that has metrics. */
export interface ComparedMetrics {
  /** How many tests these were: two for most metrics, one for each direction. */
  readonly count: number;
  /** Those whose p-values are below 1. */
  readonly tests: readonly MetricTest[];
  /** One p-value for all of them, exact. */
  readonly exactP: number;
  /** One p-value for all of them, with fitted tails. */
  readonly p: number;
}

/**
 * How unusual each metric of each completed execution is. By node; `undefined` where nothing could be compared, for lack of
 * metrics or of history: 50 observations are the least.
 *
 *     fetch took 9.2 s, 400 earlier ones at most 3.1 s   ->   durationMs, high, exactP 1/401, p 0.0004 extrapolated
 *
 * The time of an execution that called others is its own work, `selfMs`: the time of its children is theirs. Remembered for
 * a run and what was learned. O(metrics of the run · log of what was learned).
 */
export function metricTests(run: RunView, learned: Baselines): readonly (ComparedMetrics | undefined)[] {
  const known = testsByBaselines(run);
  let tests = known.get(learned);
  if (tests === undefined) known.set(learned, (tests = testsOf(run, learned)));
  return tests;
}

const testsByBaselines = fact((_run: RunView) => new Map<Baselines, readonly (ComparedMetrics | undefined)[]>());

function testsOf(run: RunView, learned: Baselines): (ComparedMetrics | undefined)[] {
  if (learned.runsOf(run.workflowId) === 0) return [];
  const observed = observationsOf(run);
  return run.executions.map((execution, node) => {
    const metrics = observed[node];
    if (metrics === undefined) return undefined;
    const isOwn = metrics.has('selfMs');
    return comparedMetrics(metrics, (metric) =>
      isOwn && metric === 'durationMs' ? undefined : learned.like(run, execution, metric),
    );
  });
}

/**
 * Compares each metric with what is usual for it. Directions and metrics that matter more weigh more; the p-value of all is
 * that of Simes, over p divided by weight. What lies among the middle 90 % has 1 as its p-value, which promises less and
 * is quicker. `undefined`: there is not enough to compare any of them with.
 *
 * C. R. Genovese, K. Roeder, L. Wasserman, "False discovery control with p-value weighting", Biometrika 93 (2006).
 */
export function comparedMetrics(
  metrics: Iterable<readonly [metric: string, value: number]>,
  usualOf: (metric: string) => Comparison | undefined,
): ComparedMetrics | undefined {
  const unusual: Omit<MetricTest, 'weight'>[] = [];
  let count = 0;
  let attention = 0;
  for (const [metric, value] of metrics) {
    const usual = usualOf(metric);
    if (usual === undefined || usual.distribution.count < enoughObservations) continue;
    const { high, low } = attentionTo(metric);
    count += low === 0 ? 1 : 2;
    attention += high + low;
    const middle = middleOf(usual.distribution);
    if (value > middle.high)
      unusual.push({ metric, value, usual, direction: 'high', ...chanceOf(value, usual, 'upper') });
    else if (value < middle.low && low > 0)
      unusual.push({ metric, value, usual, direction: 'low', ...chanceOf(value, usual, 'lower') });
  }
  if (count === 0) return undefined;
  const tests = unusual.map((test) => ({
    ...test,
    weight: (attentionTo(test.metric)[test.direction] * count) / attention,
  }));
  // Those with a p-value of 1 change nothing but the number of tests.
  const combined = (pOf: (test: MetricTest) => number): number =>
    tests.length === 0 ? 1 : Math.min(1, (simes(tests.map((test) => pOf(test) / test.weight)) * count) / tests.length);
  return { count, tests, exactP: combined(({ exactP }) => exactP), p: combined(({ p }) => p) };
}

/** Durations vary most, and are asked for most; waiting little is no fault. */
function attentionTo(metric: string): Readonly<Record<MetricTest['direction'], number>> {
  if (metric === 'durationMs' || metric === 'selfMs') return { high: 10, low: 1 };
  if (metric === 'waitMs') return { high: 2, low: 0 };
  return { high: 2, low: 1 };
}

/** Between these values lie 90 % of the observations. */
const middleOf = fact((distribution: Distribution) => ({
  low: distribution.quantile(0.05),
  high: distribution.quantile(0.95),
}));

function chanceOf(
  value: number,
  { distribution }: Comparison,
  side: 'upper' | 'lower',
): Pick<MetricTest, 'exactP' | 'p' | 'guarantee'> {
  const { p, guarantee } = distribution.tailP(value, side);
  if (guarantee === 'exact') return { exactP: p, p, guarantee };
  return { exactP: side === 'upper' ? distribution.pAtLeast(value) : distribution.pAtMost(value), p, guarantee };
}
