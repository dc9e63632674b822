import type { Observation } from '@faultline/facts';
import { median } from './median.ts';

/** A value and when it was observed. */
export interface Timed {
  readonly startMs: number;
  readonly value: number;
}

/**
 * The values of a metric in order of time, as far as it was recorded: one for each run, the median of those of its executions.
 * What happens to a run happens to all its executions, so that these say no more about a change over time than one.
 */
export function seriesOf(history: readonly Observation[], metric: string): Timed[] {
  const values = new Map<number, { readonly startMs: number; readonly values: number[] }>();
  for (const { run, startMs, metrics } of history) {
    const value = metrics.get(metric);
    if (value === undefined) continue;
    const known = values.get(run);
    if (known === undefined) values.set(run, { startMs, values: [value] });
    else known.values.push(value);
  }
  return [...values.values()]
    .map((one) => ({ startMs: one.startMs, value: median(one.values) }))
    .toSorted((a, b) => a.startMs - b.startMs);
}
