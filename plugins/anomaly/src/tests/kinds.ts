import type { WorkflowShape } from '@faultline/facts';
import type { RunKind } from './hypothesis.ts';

/** A kind that this run has, before it is known how rare that is. */
export type PresentKind = Omit<RunKind, 'p'>;

/** The kinds of one sort. */
export interface Kinds {
  /** Those of this run that may be rare. */
  readonly present: readonly PresentKind[];
  /** How many earlier runs, counted for each kind, had one of this sort that at most so many of all runs had. */
  readonly runsAsRare: (count: number) => number;
}

/** What more runs have is not asked about: it is as usual as can be. */
export const isRare = (seenIn: number, { runs }: WorkflowShape): boolean => seenIn <= 0.1 * runs;

/** A kind with a name that keeps it apart from others. */
export const kindOf = (
  sort: RunKind['sort'],
  stepIds: readonly string[],
  seenIn: number,
  failureType?: string,
): PresentKind => ({
  sort,
  stepIds,
  name: JSON.stringify([sort, ...stepIds, failureType ?? '']),
  seenIn,
  ...(failureType !== undefined && { failureType }),
});

/** The sum of the counts that are at most so large. */
export function sumUpTo(most: number, counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) if (count <= most) sum += count;
  return sum;
}
