import { hasTimes, type RunView } from '@faultline/core';
import { editedWeights, fact, retime, weightsOf, type Edit, type TimedDag } from '@faultline/graph';
import type { Interval } from '@faultline/model';

const NS_PER_MS = 1e6;

/** How much earlier a run would have ended under changes to single executions: its schedule retimed. 0 or more. O(V + E). */
export function retimedGainMs(dag: TimedDag, edits: Iterable<Edit>): number {
  const { untilNs } = retime(dag, editedWeights(dag, edits));
  return Math.max(0, observedUntilNs(dag) - untilNs) / NS_PER_MS;
}

const observedUntilNs = fact((dag: TimedDag): number => retime(dag, weightsOf(dag)).untilNs);

/** The gain that is worth a word: a share of the makespan. Where only the order was recorded, none is. */
export const leastGainMs = (run: RunView, leastShare: number): number =>
  hasTimes(run) ? (leastShare * (run.untilNs - run.fromNs)) / NS_PER_MS : Infinity;

/** A gain that is known exactly, for this run. */
export const exactly = (gain: number): Interval => ({ low: gain, expected: gain, high: gain });
