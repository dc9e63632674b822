import { formatQuantity, type RunView } from '@faultline/core';
import { metricTests, unitOf, type Baselines, type MetricTest } from '@faultline/facts';
import { simes } from '@faultline/stats';
import type { PlaceTest } from './place-tests.ts';
import type { PlaceOf } from './sightings-in.ts';

/** How metrics are compared. */
export interface MetricSources {
  readonly learned: Baselines;
  readonly placeOf: PlaceOf;
  /** Directions in which a metric is worse than usual. */
  readonly worseOf: (metric: string) => readonly MetricTest['direction'][];
}

/**
 * By place: recorded metrics that are unusual by what was learned, of executions that hold at least 50 observations. One
 * metric in one direction is one test, over all runs. What was as unusual before the incident is no news: its p-value is
 * divided by the one from before.
 *
 *     errorPercent, high: p 0.001 during, 1 before    ->   0.001
 *     latencyMs, high:    p 0.001 during, 0.002 before ->  0.5
 */
export function metricNews(during: MetricReader, before: MetricReader): ReadonlyMap<string, MetricNews> {
  const earlier = before.byPlace;
  return new Map(
    [...during.byPlace].map(([place, byMetric]): [string, MetricNews] => {
      const tests = [...byMetric].map(([key, compared]): PlaceTest => {
        const was = earlier.get(place)?.get(key);
        const p = Math.min(1, pOf(compared) / (was === undefined ? 1 : pOf(was)));
        const shown = { count: compared.tests.length, of: compared.count };
        return { kind: 'metric', says: wordsFor(compared), p, shown };
      });
      return [place, { tests, excess: new Map([...byMetric].map(([key, compared]) => [key, excessOf(compared)])) }];
    }),
  );
}

/** What recorded metrics of a place say. */
export interface MetricNews {
  readonly tests: readonly PlaceTest[];
  /** By direction and metric: how far its values were from the usual median, on average; nothing where it was as usual. */
  readonly excess: ReadonlyMap<string, number>;
}

/**
 * How much of what was otherwise at one place can come from another: trouble that is passed on is not larger than at its
 * source, metric by metric. 1 where they have no metric in common.
 */
export function passableShare(source: MetricNews | undefined, victim: MetricNews | undefined): number {
  let share: number | undefined;
  for (const [key, excess] of victim?.excess ?? []) {
    const atSource = source?.excess.get(key);
    if (atSource !== undefined && excess > 0) share = Math.max(share ?? 0, Math.min(1, atSource / excess));
  }
  return share ?? 1;
}

/** One metric of a place in one direction, over several runs. */
interface Compared {
  /** Executions with the metric. */
  count: number;
  /** Of those that were unusual. */
  readonly tests: MetricTest[];
  readonly metric: string;
}

/** Reads runs one by one, and keeps what was unusual of their recorded metrics. */
export class MetricReader {
  readonly #sources: MetricSources;
  readonly #byPlace = new Map<string, Map<string, Compared>>();

  constructor(sources: MetricSources) {
    this.#sources = sources;
  }

  /** By place, then by metric and direction. */
  get byPlace(): ReadonlyMap<string, ReadonlyMap<string, Compared>> {
    return this.#byPlace;
  }

  /** O(V) tests. */
  add(run: RunView): void {
    const { learned, placeOf, worseOf } = this.#sources;
    const tests = metricTests(run, learned);
    for (const [node, execution] of run.executions.entries()) {
      const compared = tests[node];
      if (compared === undefined) continue;
      const byMetric = entryOf(this.#byPlace, placeOf(execution, run), () => new Map<string, Compared>());
      for (const metric of Object.keys(execution.metrics))
        for (const direction of worseOf(metric)) {
          const one = entryOf(byMetric, `${direction} ${metric}`, () => ({ count: 0, tests: [], metric }));
          one.count++;
          const test = compared.tests.find((other) => other.metric === metric && other.direction === direction);
          if (test !== undefined) one.tests.push(test);
        }
    }
  }
}

const excessOf = ({ tests, count }: Compared): number =>
  tests.reduce((sum, { value, usual }) => sum + Math.abs(value - usual.distribution.quantile(0.5)), 0) / count;

/** Executions that were not unusual count as p-values of 1. */
const pOf = ({ count, tests }: Compared): number =>
  tests.length === 0 ? 1 : Math.min(1, (simes(tests.map(({ p }) => p)) * count) / tests.length);

function wordsFor({ metric, tests, count }: Compared): string {
  const [most] = tests.toSorted((a, b) => a.p - b.p);
  if (most === undefined) return `${metric} was as usual`;
  const { distribution } = most.usual;
  const unit = unitOf(metric);
  const [low, high] = [0.025, 0.975].map((q) => formatQuantity(distribution.quantile(q), unit));
  return `${metric} was ${formatQuantity(most.value, unit)}, usually ${low} to ${high}, and unusual ${tests.length} of ${count} times`;
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
