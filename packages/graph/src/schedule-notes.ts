import { scheduleGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import type { DroppedEdges } from './kept-edges.ts';
import { scheduleOptionsOf, type ScheduleOptions } from './schedule-options.ts';
import type { TimedDag } from './timed-dag.ts';

/** What had to be repaired or left out before the run could be scheduled. Columns by node. */
export interface ScheduleNotes {
  /** 1: recorded as ending before it started; taken as without length. */
  readonly isZeroed: Uint8Array;
  /** 1: reached beyond its parent; only the part inside holds the parent up. */
  readonly isClipped: Uint8Array;
  /** A value of `DETACHED`: nobody waits for it, unless a recorded edge says so. */
  readonly detached: Uint8Array;
  /** Recorded edges that take no part, each with the reason. */
  readonly dropped: DroppedEdges;
  /** The sibling that a node is taken to have waited for although the two overlap, or -1. */
  readonly followed: Int32Array;
  readonly options: Required<ScheduleOptions>;
}

/** Every change that scheduling the run took, so that none is silent: validators report them. O(V + E), shared with the schedule. */
export const scheduleNotes = fact((dag: TimedDag): ScheduleNotes => {
  const { nested, numbers, dropped } = scheduleGraph(dag);
  return {
    isZeroed: nested.isZeroed.subarray(0, dag.size),
    isClipped: nested.isClipped.subarray(0, dag.size),
    detached: nested.detached.subarray(0, dag.size),
    dropped,
    followed: numbers.followed.subarray(0, dag.size),
    options: scheduleOptionsOf(dag),
  };
});
