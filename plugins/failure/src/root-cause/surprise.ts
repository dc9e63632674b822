import { formatQuantity, quoted } from '@faultline/core';
import type { ComparedMetrics, MetricTest } from '@faultline/facts';
import type { Unit } from '@faultline/model';
import { simes } from '@faultline/stats';

/** How unusual an execution was, as far as that is known: p-values against what was learned. */
export interface Surprise {
  /** Of its own time, resources and other figures together. */
  readonly own: number;
  /** Of its time in waiting. */
  readonly wait: number;
  /** Of the time that it took, as far as it is its own. */
  readonly time: number;
  /** What was most unusual about it, in words: `took 9.2 s, usually 0.8 s to 2.1 s`. Empty: nothing was. */
  readonly says: string;
  /** The same of the time alone. */
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
  const timed = tests.filter(({ metric }) => metric === 'durationMs' || metric === 'selfMs');
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
  const { unit, of } = metricWords.get(metric) ?? { unit: unitOf(metric), of: '' };
  const shown = (figure: number): string => formatQuantity(figure, unit);
  const usually = `usually ${shown(distribution.quantile(0.025))} to ${shown(distribution.quantile(0.975))}`;
  if (metric === 'durationMs') return `took ${shown(value)}, ${usually}`;
  if (metric === 'selfMs') return `worked ${shown(value)} itself, ${usually}`;
  if (metric === 'waitMs') return `waited ${shown(value)}, ${usually}`;
  if (of !== '') return `used ${shown(value)} of ${of}, ${usually}`;
  return `had a ${quoted(metric)} of ${shown(value)}, ${usually}`;
}

const metricWords: ReadonlyMap<string, { readonly unit: Unit; readonly of: string }> = new Map([
  ['memoryMiB', { unit: 'mib', of: 'memory' }],
  ['cpuCores', { unit: 'cores', of: 'CPU' }],
  ['gpus', { unit: 'gpus', of: 'capacity' }],
]);

function unitOf(metric: string): Unit {
  if (metric.endsWith('Ms')) return 'ms';
  return metric.endsWith('MiB') ? 'mib' : 'count';
}
