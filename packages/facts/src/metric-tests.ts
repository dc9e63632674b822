import type { RunView } from '@faultline/core';
import { factBy } from '@faultline/graph';
import type { Guarantee } from '@faultline/model';
import { firstIndex, simes } from '@faultline/stats';
import type { Baselines, Comparison } from './baselines.ts';
import { enoughObservations } from './expected.ts';
import { observedRows } from './observations.ts';
import { hasChildren } from './self-times.ts';
import { siblingValues } from './sibling-values.ts';

/** One metric of one execution, compared with what is usual for it in one direction. */
export interface MetricTest {
  readonly metric: string;
  readonly direction: 'high' | 'low';
  readonly value: number;
  /** The earlier executions it was compared with. */
  readonly usual: Comparison;
  /** Whether none of those was as far out. */
  readonly isBeyondAll: boolean;
  /**
   * The conformal p-value: a share of at most so many usual executions has one as small, whatever the distribution. It is the
   * rank among earlier executions and those of the same run: so what is one slow run counts as one, not as many executions.
   */
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
 * The time of an execution that called others is its own work, `selfMs`: the time of its children is theirs. Executions of a
 * step in one run resemble each other, so that each is ranked together with its siblings: of all runs put together, this one
 * included, at most the share `a` of executions has p <= a, however alike those of one run are. Remembered for a run and what
 * was learned. O(metrics of the run · log of what was learned).
 */
export const metricTests = factBy(testsOf);

function testsOf(run: RunView, learned: Baselines): readonly (ComparedMetrics | undefined)[] {
  if (learned.runsOf(run.workflowId) === 0) return [];
  const { names, offsets, nameOf, values } = observedRows(run);
  const isCaller = hasChildren(run);
  const siblings = siblingValues(run, learned);
  const traits = names.map(traitsOf);
  return run.executions.map(({ status }, node) => {
    const usualOf = status === 'completed' ? learned.likeNode(run, node) : undefined;
    if (usualOf === undefined) return undefined;
    const comparing = new Comparing();
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) {
      const name = nameOf[at]!;
      const metric = names[name]!;
      if (metric === 'durationMs' && isCaller[node] === 1) continue;
      comparing.add(traits[name]!, values[at]!, usualOf(metric));
    }
    return comparing.compared((metric, { distribution }) => siblings(node, metric, distribution));
  });
}

/**
 * Compares each metric with what is usual for it. Directions and metrics that matter more weigh more; the p-value of all is
 * that of Simes, over p divided by weight. What lies among the middle 90 % has 1 as its p-value, which promises less and
 * is quicker. `undefined`: there is not enough to compare any of them with.
 *
 * C. R. Genovese, K. Roeder, L. Wasserman, "False discovery control with p-value weighting", Biometrika 93 (2006).
 *
 * @param ended.isCutShort it ended early, so that low values are no news: they are not asked about
 */
export function comparedMetrics(
  metrics: Iterable<readonly [metric: string, value: number]>,
  usualOf: (metric: string) => Comparison | undefined,
  { isCutShort = false } = {},
): ComparedMetrics | undefined {
  const comparing = new Comparing();
  for (const [metric, value] of metrics) {
    const traits = traitsOf(metric);
    comparing.add(isCutShort ? withoutLow(traits) : traits, value, usualOf(metric));
  }
  return comparing.compared();
}

/** Metrics as they are compared, one after the other. Most are as usual: for these nothing is made but the count. */
class Comparing {
  #count = 0;
  #attention = 0;
  #unusual: UnusualMetric[] | undefined;

  add({ metric, attention, leastMs }: MetricTraits, value: number, usual: Comparison | undefined): void {
    if (usual === undefined || usual.distribution.count < enoughObservations) return;
    this.#count += attention.low === 0 ? 1 : 2;
    this.#attention += attention.high + attention.low;
    const { low, high } = usual.middle;
    // What differs by less differs by nothing that matters: clocks tick, and what never varied once may by a trifle.
    const least = Math.max(0.01 * Math.abs(value), leastMs);
    const isHigh = value > high + least;
    if (!isHigh && (value >= low - least || attention.low === 0)) return;
    const direction = isHigh ? 'high' : 'low';
    this.#unusual ??= [];
    this.#unusual.push({ metric, value, usual, direction, attention: attention[direction] });
  }

  /** @param siblingsOf the values of the same run that are compared with the same, ascending; `undefined`: this one alone */
  compared(
    siblingsOf?: (metric: string, usual: Comparison) => readonly number[] | undefined,
  ): ComparedMetrics | undefined {
    const count = this.#count;
    if (count === 0) return undefined;
    if (this.#unusual === undefined) return { count, tests: nothingUnusual, exactP: 1, p: 1 };
    const tests = this.#unusual.map((one) =>
      testOf(one, {
        count,
        attentionToAll: this.#attention,
        siblings: siblingsOf?.(one.metric, one.usual) ?? [one.value],
      }),
    );
    // Those with a p-value of 1 change nothing but the number of tests.
    const combined = (pOf: (test: MetricTest) => number): number =>
      Math.min(1, (simes(tests.map((test) => pOf(test) / test.weight)) * count) / tests.length);
    const exactP = combined((test) => test.exactP);
    return { count, tests, exactP, p: tests.every(isExact) ? exactP : combined(({ p }) => p) };
  }
}

const isExact = ({ guarantee }: MetricTest): boolean => guarantee === 'exact';

const nothingUnusual: readonly MetricTest[] = [];

/** A metric outside the middle 90 %. */
interface UnusualMetric extends Pick<MetricTest, 'metric' | 'direction' | 'value' | 'usual'> {
  readonly attention: number;
}

/** What is known of a metric by its name: looked up once for a run. */
interface MetricTraits {
  readonly metric: string;
  readonly attention: ReturnType<typeof attentionTo>;
  readonly leastMs: number;
}

const traitsOf = (metric: string): MetricTraits => ({
  metric,
  attention: attentionTo(metric),
  leastMs: metric.endsWith('Ms') ? 1 : 0,
});

const withoutLow = (traits: MetricTraits): MetricTraits => ({
  ...traits,
  attention: { high: traits.attention.high, low: 0 },
});

/** Durations vary most, and are asked for most; waiting little is no fault. */
function attentionTo(metric: string): Readonly<Record<MetricTest['direction'], number>> {
  if (metric === 'durationMs' || metric === 'selfMs') return attentionToTime;
  return metric === 'waitMs' ? attentionToWaits : usualAttention;
}

const attentionToTime = { high: 10, low: 1 };
const attentionToWaits = { high: 2, low: 0 };
const usualAttention = { high: 2, low: 1 };

function testOf(
  { attention, ...unusual }: UnusualMetric,
  among: { readonly count: number; readonly attentionToAll: number; readonly siblings: readonly number[] },
): MetricTest {
  const { value, direction, usual } = unusual;
  const { distribution } = usual;
  const { siblings } = among;
  const rankP = direction === 'high' ? distribution.pAtLeast(value) : distribution.pAtMost(value);
  const below = firstIndex(siblings.length, (at) =>
    direction === 'high' ? siblings[at]! >= value : siblings[at]! > value,
  );
  /** Of this run, itself included. */
  const asFarOut = direction === 'high' ? siblings.length - below : below;
  const earlierAsFarOut = rankP * (distribution.count + 1) - 1;
  const exactP = Math.min(1, (asFarOut + earlierAsFarOut) / (distribution.count + siblings.length));
  const weight = (attention * among.count) / among.attentionToAll;
  const isBeyondAll = earlierAsFarOut < 0.5;
  // Within what was seen there is no tail.
  if (!isBeyondAll) return { ...unusual, isBeyondAll, exactP, p: exactP, guarantee: 'exact', weight };
  const tail = distribution.tailP(value, direction === 'high' ? 'upper' : 'lower');
  // A tail is fitted to executions as if each was a run: as many of this run count as many times.
  const p = Math.min(exactP, asFarOut * tail.p);
  return tail.guarantee === 'exact' || p === exactP
    ? { ...unusual, isBeyondAll, exactP, p: exactP, guarantee: 'exact', weight }
    : { ...unusual, isBeyondAll, exactP, p, guarantee: 'extrapolated', weight };
}
