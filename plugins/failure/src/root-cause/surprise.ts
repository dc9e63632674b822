import { formatQuantity, quoted } from '@faultline/core';
import { unitOf, type ComparedMetrics, type MetricTest } from '@faultline/facts';
import { simes } from '@faultline/stats';

/** How unusual an execution was, as far as that is known: p-values against what was learned. */
export interface Surprise {
  /** Of its own time, resources and other figures together. */
  readonly own: number;
  /** Of its time in waiting. */
  readonly wait: number;
  /** Of the time that it took, as far as it is its own, if that was long. */
  readonly time: number;
  /** What was most unusual about it, in words: `took 9.2 s, usually 0.8 s to 2.1 s`. Empty: nothing was. */
  readonly says: string;
  /** The same of the time alone, if that was long. */
  readonly saysOfTime: string;
}

/** A p-value worth mentioning. */
const unusual = 0.01;

/**
 * Splits what was compared of an execution into its own doing and its waiting. `undefined`: nothing could be compared. A
 * p-value of 1 means that nothing was out of the ordinary.
 */
export function surpriseOf({ tests, count }: ComparedMetrics): Surprise {
  if (tests.length === 0) return asUsual;
  const combined = (part: readonly MetricTest[]): number =>
    part.length === 0
      ? 1
      : Math.min(1, (simes(part.map(({ p, weight }) => Math.min(1, p / weight))) * count) / part.length);
  const timed = tests.filter(
    ({ metric, direction }) => direction === 'high' && (metric === 'durationMs' || metric === 'selfMs'),
  );
  return {
    own: combined(tests.filter(({ metric }) => metric !== 'waitMs')),
    wait: tests.find(({ metric }) => metric === 'waitMs')?.p ?? 1,
    time: combined(timed),
    says: mostUnusual(tests),
    saysOfTime: mostUnusual(timed),
  };
}

const asUsual: Surprise = { own: 1, wait: 1, time: 1, says: '', saysOfTime: '' };

function mostUnusual(tests: readonly MetricTest[]): string {
  const [first] = tests.toSorted((a, b) => a.p - b.p);
  return first !== undefined && first.p < unusual ? wordsOf(first) : '';
}

function wordsOf({ metric, value, usual: { distribution } }: MetricTest): string {
  const unit = unitOf(metric);
  const shown = (figure: number): string => formatQuantity(figure, unit);
  const usually = `usually ${shown(distribution.quantile(0.025))} to ${shown(distribution.quantile(0.975))}`;
  return `${deeds.get(metric)?.(shown(value)) ?? `had a ${quoted(metric)} of ${shown(value)}`}, ${usually}`;
}

/** What it means to have a figure. */
const deeds: ReadonlyMap<string, (shown: string) => string> = new Map([
  ['durationMs', (shown) => `took ${shown}`],
  ['selfMs', (shown) => `worked ${shown} itself`],
  ['waitMs', (shown) => `waited ${shown}`],
  ['memoryMiB', (shown) => `used ${shown} of memory`],
  ['cpuCores', (shown) => `used ${shown} of CPU`],
  ['gpus', (shown) => `used ${shown} of capacity`],
  ['costUsd', (shown) => `cost ${shown}`],
  ['inputTokens', (shown) => `was given ${shown}`],
  ['outputTokens', (shown) => `answered with ${shown}`],
]);
