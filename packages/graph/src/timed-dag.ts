import type { ScheduleOptions } from './schedule-options.ts';

/** Pairs of nodes as columns, in any order. Row i is the edge `from[i] -> to[i]`: "to needed from". */
export interface EdgeColumns {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/**
 * What graph algorithms need of a run: columns with one row per node.
 *
 * Rows are numbered in order of (start, end, id), so that the smaller node is the smaller id where times are equal.
 * Nodes from `executionCount` on are virtual joins: they take no time and no path names them.
 * Times are integer nanoseconds from the run's start: exact up to 104 days, equal instants stay equal.
 */
export interface TimedDag {
  /** Number of nodes: executions first, then virtual joins. */
  readonly size: number;
  readonly executionCount: number;
  /** May be negative: clocks differ. */
  readonly startNs: Float64Array;
  /** An execution still open ends where the run was last seen. May lie before the start: the graph repairs it and says so. */
  readonly endNs: Float64Array;
  /** Who called whom. -1: the run itself. Without cycles. */
  readonly parent: Int32Array;
  /** Recorded edges at any depth. Temporal order is not stored: where nothing better is recorded, it is implied. */
  readonly edges: EdgeColumns;
  /** 1: declared asynchronous, nobody waits for it. */
  readonly isAsync: Uint8Array;
  /**
   * Length `size + 1`. Entry v + 1 speaks of the children of v, entry 0 of those of the run.
   * 1: their edges come from a definition and are complete, so no order is implied among them.
   */
  readonly isPlanned: Uint8Array;
  /** The run's own interval. */
  readonly fromNs: number;
  readonly untilNs: number;
  /** What the schedule does with children that outlive their parent, and with siblings that overlap slightly. */
  readonly options?: ScheduleOptions;
}
