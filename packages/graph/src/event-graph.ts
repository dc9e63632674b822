import { orderedEvents } from './event-order.ts';
import type { EventNumbers, Maxima } from './event-numbers.ts';
import { fact } from './fact.ts';
import type { DroppedEdges, KeptEdges } from './kept-edges.ts';
import { nesting, type Nesting } from './nesting.ts';
import type { Rows } from './rows.ts';
import type { TimedDag } from './timed-dag.ts';

/** What an event waited for, as stored in `EventGraph.boundBy`. */
export const BOUND_BY = { nothing: 0, parentStart: 1, ownStart: 2, child: 3, recorded: 4, implied: 5 } as const;

/**
 * Two events for every execution and for the run, its start and its end, and what each waited for.
 *
 *     p |==============|        Sp --> Sa --> Ea --> Sb --> Eb --> Ep
 *     a   |===|                     2      4      3      4      2        weights: what passed since the last predecessor
 *     b          |====|
 *
 * A start waits for the start of the parent, for the ends of recorded predecessors at whatever depth, and, where no edge
 * from a sibling is recorded, for all siblings that had ended. An end waits for the children, or else for the own start.
 * Events are numbered in topological order. At most 3V events and 4V + E edges.
 */
export interface EventGraph {
  readonly nested: Nesting;
  readonly numbers: EventNumbers;
  readonly dropped: DroppedEdges;
  /** Row y: the events that y waits for. */
  readonly predecessors: Rows;
  /** Whose event it is; `size`: the run's. */
  readonly nodeOf: Uint32Array;
  readonly observedNs: Float64Array;
  /** The predecessor observed last, or -1. */
  readonly blocker: Int32Array;
  /** A value of `BOUND_BY`. */
  readonly boundBy: Uint8Array;
  /**
   * Since the blocker; without one, since the start of the run (of any sign). Otherwise negative only for what is taken to
   * have ended before it did (`EventNumbers.nearlyEnded`).
   */
  readonly weightNs: Float64Array;
}

/**
 * The event graph of a run with a running maximum for every sibling, for those who change who waits for whom. O(V + E) for
 * long runs.
 */
export const eventGraph = fact((dag: TimedDag): EventGraph => graphOf(dag, 'all'));

/**
 * The same times from as few running maxima as will do while nobody waits for less and no execution ends before it starts:
 * path, slack, drag and retiming are read from it. Mostly two events for an execution where `eventGraph` has three, which
 * saves a quarter of the time of a schedule. O(V + E) for long runs.
 */
export const scheduleGraph = fact((dag: TimedDag): EventGraph => graphOf(dag, 'asked'));

/**
 * Whether the time before a start is a wait of the execution itself: after a recorded predecessor, or on a planned level.
 * Otherwise it is time of the parent. Takes what the start was bound by.
 */
export function isOwnDelay(node: number, boundBy: number, dag: TimedDag): boolean {
  if (node >= dag.executionCount || boundBy === BOUND_BY.nothing) return false;
  return boundBy === BOUND_BY.recorded || dag.isPlanned[dag.parent[node] + 1] === 1;
}

function graphOf(dag: TimedDag, maxima: Maxima): EventGraph {
  const nested = nesting(dag);
  const { numbers, kept, predecessors } = orderedEvents(dag, nested, maxima);
  const { nodeOf } = numbers;
  const observedNs = observations(nested, numbers);
  const bounds = blockers(nested, numbers, kept, predecessors, observedNs, dag.fromNs);
  return { nested, numbers, dropped: kept.dropped, predecessors, nodeOf, observedNs, ...bounds };
}

function observations(
  { startNs, endNs }: Nesting,
  { count, nodeOf, start, followed, nearlyEnded }: EventNumbers,
): Float64Array {
  const observedNs = new Float64Array(count);
  for (let event = 0; event < count; event++) {
    const node = nodeOf[event];
    observedNs[event] = event === start[node] ? startNs[node] : endNs[node];
  }
  for (let node = 0; node < followed.length; node++) {
    if (followed[node] >= 0) observedNs[nearlyEnded[node]] = startNs[node];
  }
  return observedNs;
}

function blockers(
  nested: Nesting,
  { count, nodeOf, start }: EventNumbers,
  { neededBy }: KeptEdges,
  { offsets, targets }: Rows,
  observedNs: Float64Array,
  fromNs: number,
): Pick<EventGraph, 'blocker' | 'boundBy' | 'weightNs'> {
  const blocker = new Int32Array(count);
  const boundBy = new Uint8Array(count);
  const weightNs = new Float64Array(count);
  for (let event = 0; event < count; event++) {
    const node = nodeOf[event];
    const first = offsets[event];
    if (event !== start[node]) {
      blocker[event] = targets[first];
      boundBy[event] = targets[first] === start[node] ? BOUND_BY.ownStart : BOUND_BY.child;
      weightNs[event] = observedNs[event] - observedNs[targets[first]];
      continue;
    }
    let latest = -1;
    let latestNs = -Infinity;
    // Recorded edges come first: at equal times they explain better than order, and order better than the parent.
    const recordedEnd = first + neededBy.offsets[node + 1] - neededBy.offsets[node];
    for (let edge = first; edge < offsets[event + 1]; edge++) {
      const candidate = targets[edge];
      if (observedNs[candidate] < latestNs) continue;
      const isRecorded = edge < recordedEnd;
      if (observedNs[candidate] === latestNs) {
        if (!isRecorded || !isPreferred(nodeOf[candidate], nodeOf[latest], nested)) continue;
      }
      latest = candidate;
      latestNs = observedNs[candidate];
      if (isRecorded) boundBy[event] = BOUND_BY.recorded;
      else boundBy[event] = candidate === start[nested.parent[node]] ? BOUND_BY.parentStart : BOUND_BY.implied;
    }
    blocker[event] = latest;
    weightNs[event] = observedNs[event] - (latest < 0 ? fromNs : latestNs);
  }
  return { blocker, boundBy, weightNs };
}

/** Between two that ended at once: zero length before positive, longer before shorter, smaller node. */
function isPreferred(node: number, other: number, { startNs, endNs }: Nesting): boolean {
  const isInstant = startNs[node] === endNs[node];
  if (isInstant !== (startNs[other] === endNs[other])) return isInstant;
  if (startNs[node] !== startNs[other]) return startNs[node] < startNs[other];
  return node < other;
}
