import type { StepState } from './baseline-state.ts';
import { keyOf, partsOf } from './step-key.ts';

/** Types are an open list: a step with more of them is counted under "other" for the rest. */
const mostFailureTypes = 32;

type Counts = Pick<StepState, 'failures' | 'otherFailures'>;

/** Counts a failed attempt. */
export function countFailure(counts: Counts, type: string): void {
  addFailures(counts, keyOf(type), 1);
}

/** Adds the counts of `from`, and leaves it alone. */
export function mergeFailures(into: Counts, from: Counts): void {
  into.otherFailures += from.otherFailures;
  for (const [key, times] of Object.entries(from.failures)) addFailures(into, key, times);
}

/** Failed attempts by type; those of types that were too many as "other". */
export function failureTypesIn({ failures, otherFailures }: Readonly<Counts>): ReadonlyMap<string, number> {
  const types = new Map(Object.entries(failures).map(([key, times]) => [partsOf(key)[0] ?? '', times]));
  if (otherFailures > 0) types.set('other', (types.get('other') ?? 0) + otherFailures);
  return types;
}

/**
 * Of too many types the last in order gives way. One that stays was never among the last of any part, so that its count is
 * whole, and the result does not depend on the order in which they came.
 */
function addFailures(counts: Counts, key: string, times: number): void {
  const { failures } = counts;
  failures[key] = (failures[key] ?? 0) + times;
  const keys = Object.keys(failures);
  if (keys.length <= mostFailureTypes) return;
  const last = keys.reduce((one, other) => (one > other ? one : other));
  counts.otherFailures += failures[last]!;
  delete failures[last];
}
