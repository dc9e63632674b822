import type { StepState } from './baseline-state.ts';
import { keyOf, partsOf } from './step-key.ts';

/** Types are an open list: a step with more of them is counted under "other" for the rest. */
const mostFailureTypes = 32;

type Counts = Pick<StepState, 'failures' | 'otherFailures' | 'failedRuns' | 'otherFailedRuns'>;

/** In how many ended runs a step failed with each type of error. */
export interface FailedRuns {
  /** Of the types that are kept; of no others, unless there were any. */
  readonly byType: ReadonlyMap<string, number>;
  /** With types that are not kept: a run counts once for each of them. 0: every type is kept. */
  readonly ofOtherTypes: number;
}

/** Counts a failed attempt. */
export function countFailure(counts: Counts, type: string): void {
  counts.otherFailures += add(counts.failures, keyOf(type), 1);
}

/** Counts an ended run in which the step failed with this type, however many attempts did. */
export function countFailedRun(counts: Counts, type: string): void {
  counts.otherFailedRuns += add(counts.failedRuns, keyOf(type), 1);
}

/** Adds the counts of `from`, and leaves it alone. */
export function mergeFailures(into: Counts, from: Counts): void {
  into.otherFailures += from.otherFailures;
  into.otherFailedRuns += from.otherFailedRuns;
  for (const [key, times] of Object.entries(from.failures)) into.otherFailures += add(into.failures, key, times);
  for (const [key, times] of Object.entries(from.failedRuns)) into.otherFailedRuns += add(into.failedRuns, key, times);
}

/** Runs with failures, by type. */
export const failedRunsIn = ({ failedRuns, otherFailedRuns }: Readonly<Counts>): FailedRuns => ({
  byType: new Map(Object.entries(failedRuns).map(([key, runs]) => [partsOf(key)[0] ?? '', runs])),
  ofOtherTypes: otherFailedRuns,
});

/** Failed attempts by type; those of types that were too many as "other". */
export function failureTypesIn({ failures, otherFailures }: Readonly<Counts>): ReadonlyMap<string, number> {
  const types = new Map(Object.entries(failures).map(([key, times]) => [partsOf(key)[0] ?? '', times]));
  if (otherFailures > 0) types.set('other', (types.get('other') ?? 0) + otherFailures);
  return types;
}

/**
 * Adds, and says how many of another type no longer have a place.
 *
 * Of too many types the last in order gives way. One that stays was never among the last of any part, so that its count is
 * whole, and the result does not depend on the order in which they came.
 */
function add(counts: Record<string, number>, key: string, times: number): number {
  counts[key] = (counts[key] ?? 0) + times;
  const keys = Object.keys(counts);
  if (keys.length <= mostFailureTypes) return 0;
  const last = keys.reduce((one, other) => (one > other ? one : other));
  const left = counts[last]!;
  delete counts[last];
  return left;
}
