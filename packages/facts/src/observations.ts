import { hasTimes, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import { hasChildren, selfTimesNs } from './self-times.ts';
import { sixDigits } from './six-digits.ts';
import { waitingSince } from './waiting-since.ts';

/** Metrics of an execution, of a step in a run, or of a run: values by name. */
export type Metrics = ReadonlyMap<string, number>;

/**
 * By node: what can be compared between executions of a step. `undefined`: it did not complete. To six significant digits,
 * and without times where only the order was recorded:
 *
 * - `durationMs`: from start to end; not of one that ended before it started, or whose end is not known
 * - `waitMs`: from when it could have run to its start, where that is known
 * - `selfMs`: its own work, where it called others
 * - every recorded metric that is finite
 *
 * Learning and comparing read the same, so that they never mean different things. O(V + E).
 */
export const observationsOf = fact((run: RunView): readonly (Metrics | undefined)[] => {
  const { names, offsets, nameOf, values } = observedRows(run);
  return run.executions.map(({ status }, node) => {
    if (status !== 'completed') return undefined;
    const metrics = new Map<string, number>();
    for (let at = offsets[node]!; at < offsets[node + 1]!; at++) metrics.set(names[nameOf[at]!]!, values[at]!);
    return metrics;
  });
});

/** Observations as columns: those of node v are the entries from `offsets[v]` up to, not with, `offsets[v + 1]`. */
export interface ObservedRows {
  /** Each metric of the run once. */
  readonly names: readonly string[];
  readonly offsets: Uint32Array;
  /** By entry: the number of its name. */
  readonly nameOf: readonly number[];
  /** By entry. */
  readonly values: readonly number[];
}

/** The same without an object for each execution: learning reads all of them once. O(V + E). */
export const observedRows = fact((run: RunView): ObservedRows => {
  const numbers = new Map<string, number>(measuredHere.map((metric, number) => [metric, number]));
  const offsets = new Uint32Array(run.executionCount + 1);
  const nameOf: number[] = [];
  const values: number[] = [];
  const add = (number: number, value: number): void => {
    nameOf.push(number);
    values.push(sixDigits(value));
  };
  const isCaller = hasChildren(run);
  const selfNs = selfTimesNs(run);
  const sinceNsOf = waitingSince(run);
  const isTimed = hasTimes(run);
  for (let node = 0; node < run.executionCount; node++) {
    const { status, metrics, startMs, endMs } = run.executions[node]!;
    if (status === 'completed') {
      for (const metric of Object.keys(metrics)) {
        const value = metrics[metric]!;
        let number = numbers.get(metric);
        if (number === undefined) numbers.set(metric, (number = numbers.size));
        if (number >= measuredHere.length && Number.isFinite(value)) add(number, value);
      }
      if (isTimed && endMs !== undefined && endMs >= startMs) {
        add(DURATION, endMs - startMs);
        const sinceNs = sinceNsOf(node);
        if (sinceNs !== undefined) add(WAIT, Math.max(0, run.startNs[node]! - sinceNs) / NS_PER_MS);
        if (isCaller[node] === 1) add(SELF, selfNs[node]! / NS_PER_MS);
      }
    }
    offsets[node + 1] = values.length;
  }
  return { names: [...numbers.keys()], offsets, nameOf, values };
});

/** Metrics that are not taken from what was recorded under these names. The first three are numbered. */
const measuredHere = ['durationMs', 'waitMs', 'selfMs', 'attemptsPerRun', 'executionsPerRun', 'repeatsPerRun'] as const;
const [DURATION, WAIT, SELF] = [0, 1, 2] as const;
const NS_PER_MS = 1e6;
