import { quoted } from '@faultline/core';
import { fact } from '@faultline/graph';
import { addToHistogram, distributionOf, emptyHistogram, type Distribution } from '@faultline/stats';
import { comparisonGroup, type ComparisonGroup } from './comparison-group.ts';
import type { ExecutionKind } from './execution-kind.ts';
import { learnedColumns } from './learned-columns.ts';
import type { LearnedMetrics } from './learned-metrics.ts';
import { compareInTime, ROW, type LearnedRow } from './learned-rows.ts';
import { sixDigits } from './six-digits.ts';

/** What an execution is compared with. */
export interface Comparison {
  readonly distribution: Distribution;
  /** Which executions these are, in words: all of the step (''), 'model "m"', 'model "m" and inputs of like size' ... */
  readonly among: string;
  /** Between these values lie 90 % of the observations. */
  readonly middle: { readonly low: number; readonly high: number };
}

/** A comparison with all executions of a step, or all runs. Made once for each distribution. */
export const comparisonWith = fact((distribution: Distribution): Comparison => comparisonAmong(distribution, ''));

const comparisonAmong = (distribution: Distribution, among: string): Comparison => ({
  distribution,
  among,
  middle: { low: distribution.quantile(0.05), high: distribution.quantile(0.95) },
});

/** One attempt at a step, or one run. */
export interface Observation {
  /** The same for attempts of one run, and different for those of others but once in some 16 million pairs of runs. */
  readonly run: number;
  readonly startMs: number;
  readonly status: 'completed' | 'failed';
  /** Of an attempt that failed there are none. */
  readonly metrics: KeptMetrics;
}

/** The metrics of one attempt or run, by name. */
interface KeptMetrics {
  get(metric: string): number | undefined;
  keys(): Iterable<string>;
}

/** What executions of one kind are compared with, by metric. `undefined`: the metric was never seen. */
export type Comparisons = (metric: string) => Comparison | undefined;

interface Group extends Omit<ComparisonGroup, 'values'> {
  readonly distribution: Distribution;
}

/** Reads learned metrics. Builds what is asked for when it is first asked for, and keeps it: rules ask often. */
export class MetricsView {
  readonly #learned: LearnedMetrics;
  readonly #distributions = new Map<string, Distribution>();
  /** By kind and size of the execution. */
  readonly #comparisons = new Map<number, Comparisons>();
  #history: readonly Observation[] | undefined;

  constructor(learned: LearnedMetrics) {
    this.#learned = learned;
  }

  /** The distribution of a metric. `undefined`: it was never seen. */
  of(metric: string): Distribution | undefined {
    const known = this.#distributions.get(metric);
    const column = learnedColumns(this.#learned).numbers.get(metric);
    if (known !== undefined || column === undefined) return known;
    const values = this.#learned.sample
      .map((row) => row[ROW.metrics + column]!)
      .filter((value) => !Number.isNaN(value));
    // Every column has its values.
    const distribution = ofRounded(distributionOf({ ...this.#learned.values[column]!, values }));
    this.#distributions.set(metric, distribution);
    return distribution;
  }

  /** The same among what is like one execution. */
  like(like: ExecutionKind): Comparisons {
    const key = like.kind * mostSizes + like.size;
    let comparisons = this.#comparisons.get(key);
    if (comparisons === undefined) this.#comparisons.set(key, (comparisons = this.#comparisonsOf(like)));
    return comparisons;
  }

  #comparisonsOf(like: ExecutionKind): Comparisons {
    const known = new Map<string, Comparison | undefined>();
    return (metric) => {
      let comparison = known.get(metric);
      if (comparison === undefined && !known.has(metric))
        known.set(metric, (comparison = this.#comparisonOf(metric, like)));
      return comparison;
    };
  }

  #comparisonOf(metric: string, like: ExecutionKind): Comparison | undefined {
    const all = this.of(metric);
    if (all === undefined) return undefined;
    const group = groupDistribution(this.#learned, metric, like);
    return group === undefined ? comparisonWith(all) : comparisonAmong(group.distribution, wordsFor(like, group));
  }

  /** Sampled and latest rows in order of time, each once. */
  get history(): readonly Observation[] {
    this.#history ??= historyIn(this.#learned);
    return this.#history;
  }
}

/** More than there are classes of size. */
const mostSizes = 2048;

/** `undefined`: all executions of the step are alike. */
function groupDistribution(learned: LearnedMetrics, metric: string, like: ExecutionKind): Group | undefined {
  const group = comparisonGroup(learned, metric, like);
  if (group === undefined) return undefined;
  const histogram = emptyHistogram();
  for (const value of group.values) addToHistogram(histogram, value);
  return { ...group, distribution: ofRounded(distributionOf({ histogram, values: group.values })) };
}

function wordsFor({ model, tool }: ExecutionKind, { isOfKind, isOfSize }: Group): string {
  const parts = [
    ...(isOfKind && model !== undefined ? [`model ${quoted(model)}`] : []),
    ...(isOfKind && tool !== undefined ? [`tool ${quoted(tool)}`] : []),
    ...(isOfSize ? ['inputs of like size'] : []),
  ];
  return [parts.slice(0, -1).join(', '), parts.at(-1)].filter((part) => part !== '').join(' and ');
}

function historyIn(learned: LearnedMetrics): readonly Observation[] {
  const { numbers } = learnedColumns(learned);
  return [...learned.sample, ...learned.recent].toSorted(compareInTime).map((row) => ({
    // A row has a run, a start and an outcome.
    run: row[ROW.run]!,
    startMs: row[ROW.startMs]!,
    status: row[ROW.completed] === 1 ? 'completed' : 'failed',
    metrics: new RowMetrics(row, numbers),
  }));
}

/** The metrics in a row: a map of each would take more room than all that was learned. */
class RowMetrics implements KeptMetrics {
  readonly #row: LearnedRow;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(row: LearnedRow, columns: ReadonlyMap<string, number>) {
    this.#row = row;
    this.#columns = columns;
  }

  get(metric: string): number | undefined {
    const column = this.#columns.get(metric);
    if (column === undefined) return undefined;
    const value = this.#row[ROW.metrics + column]!;
    return Number.isNaN(value) ? undefined : value;
  }

  *keys(): Generator<string> {
    for (const metric of this.#columns.keys()) if (this.get(metric) !== undefined) yield metric;
  }
}

/** Values were rounded: what is asked about is rounded as they were, so that equals stay equal. */
const ofRounded = (distribution: Distribution): Distribution => ({
  ...distribution,
  pAtLeast: (value) => distribution.pAtLeast(sixDigits(value)),
  pAtMost: (value) => distribution.pAtMost(sixDigits(value)),
  pBeyond: (value) => distribution.pBeyond(sixDigits(value)),
  tailP: (value, side) => distribution.tailP(sixDigits(value), side),
});
