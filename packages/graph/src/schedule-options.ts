import type { TimedDag } from './timed-dag.ts';

/** How the schedule takes what a trace leaves open. What is not given has its default. */
export interface ScheduleOptions {
  /** A child that ends after its parent counts up to the parent's end (`clip`, the default), or as one nobody waits for. */
  readonly overflow?: 'clip' | 'detach';
  /**
   * By how much a sibling may end after another's start and still be what that one waited for: nanoseconds, or a share of
   * the parent's duration. Default: not at all, which is right for one clock. The overlap is time of the later one.
   */
  readonly overlapTolerance?: { readonly ns: number } | { readonly shareOfParent: number };
}

/** The options of a graph, none left out. */
export function scheduleOptionsOf({ options }: TimedDag): Required<ScheduleOptions> {
  return { overflow: options?.overflow ?? 'clip', overlapTolerance: options?.overlapTolerance ?? { ns: 0 } };
}

/** Whether siblings may overlap and still follow one another. */
export function hasTolerance(dag: TimedDag): boolean {
  const { overlapTolerance } = scheduleOptionsOf(dag);
  return 'ns' in overlapTolerance ? overlapTolerance.ns > 0 : overlapTolerance.shareOfParent > 0;
}

/**
 * The same run under other options: columns are shared, facts are not, because they are known per object. O(1).
 *
 *     slack(withScheduleOptions(run, { overflow: 'detach' }))
 */
export function withScheduleOptions<D extends TimedDag>(dag: D, options: ScheduleOptions): D {
  return { ...dag, options: { ...dag.options, ...options } };
}
