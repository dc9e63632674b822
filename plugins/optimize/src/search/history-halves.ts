import type { RunView } from '@faultline/core';
import { textHash } from '@faultline/stats';

/** From so many runs on there are enough to choose on one half and judge on the other: 20 each. */
const fewestToSplit = 40;

/** Runs to choose changes on, and runs to judge them on. */
interface HistoryHalves {
  readonly chosenOn: readonly RunView[];
  readonly judgedOn: readonly RunView[];
}

/**
 * Splits a history in two by the hashes of the ids, so that neither time nor order decides who is where, and the same runs are
 * split the same way. Fewer than 40 are not split: both are all of them. O(n log n).
 */
export function historyHalves(history: readonly RunView[]): HistoryHalves {
  if (history.length < fewestToSplit) return { chosenOn: history, judgedOn: history };
  const ordered = history
    .map((run) => ({ run, hash: textHash(run.id) }))
    .toSorted((a, b) => a.hash - b.hash || (a.run.id < b.run.id ? -1 : 1))
    .map(({ run }) => run);
  const middle = ordered.length >>> 1;
  return { chosenOn: ordered.slice(0, middle), judgedOn: ordered.slice(middle) };
}
