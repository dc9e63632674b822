import { orderedEvents } from './event-order.ts';
import type { EventNumbers } from './event-numbers.ts';
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
  /** Since the blocker; without one, since the start of the run (of any sign). Never negative otherwise. */
  readonly weightNs: Float64Array;
}

/** The event graph of a run, from which path, slack and retiming are read. O(V + E) for long runs. */
export const eventGraph = fact((dag: TimedDag): EventGraph => {
  const nested = nesting(dag);
  const { numbers, kept, predecessors } = orderedEvents(dag, nested);
  const { nodeOf, observedNs } = observations(nested, numbers);
  const { blocker, boundBy } = blockers(nested, numbers, kept, predecessors, nodeOf, observedNs);
  const weightNs = weights(observedNs, blocker, dag.fromNs);
  return { nested, numbers, dropped: kept.dropped, predecessors, nodeOf, observedNs, blocker, boundBy, weightNs };
});

function observations({ startNs, endNs }: Nesting, { count, start, end, allEnded }: EventNumbers) {
  const nodeOf = new Uint32Array(count);
  const observedNs = new Float64Array(count);
  for (let node = 0; node < start.length; node++) {
    nodeOf[start[node]] = nodeOf[end[node]] = nodeOf[allEnded[node]] = node;
    observedNs[start[node]] = startNs[node];
    observedNs[end[node]] = observedNs[allEnded[node]] = endNs[node];
  }
  return { nodeOf, observedNs };
}

function blockers(
  nested: Nesting,
  numbers: EventNumbers,
  kept: KeptEdges,
  { offsets, targets }: Rows,
  nodeOf: Uint32Array,
  observedNs: Float64Array,
): Pick<EventGraph, 'blocker' | 'boundBy'> {
  const blocker = new Int32Array(numbers.count);
  const boundBy = new Uint8Array(numbers.count);
  for (let event = 0; event < numbers.count; event++) {
    const node = nodeOf[event];
    const first = offsets[event];
    blocker[event] = first < offsets[event + 1] ? targets[first] : -1;
    if (event !== numbers.start[node]) {
      boundBy[event] = targets[first] === numbers.start[node] ? BOUND_BY.ownStart : BOUND_BY.child;
      continue;
    }
    // Recorded edges come first: at equal times they explain better than order, and order better than the parent.
    const recorded = kept.neededBy.offsets[node + 1] - kept.neededBy.offsets[node];
    for (let edge = first; edge < offsets[event + 1]; edge++) {
      const candidate = targets[edge];
      const isRecorded = edge < first + recorded;
      const laterNs = observedNs[candidate] - observedNs[blocker[event]];
      const explainsBetter = isRecorded && isPreferred(nodeOf[candidate], nodeOf[blocker[event]], nested);
      if (edge > first && (laterNs < 0 || (laterNs === 0 && !explainsBetter))) continue;
      blocker[event] = candidate;
      if (isRecorded) boundBy[event] = BOUND_BY.recorded;
      else boundBy[event] = candidate === numbers.start[nested.parent[node]] ? BOUND_BY.parentStart : BOUND_BY.implied;
    }
  }
  return { blocker, boundBy };
}

function weights(observedNs: Float64Array, blocker: Int32Array, fromNs: number): Float64Array {
  const weightNs = new Float64Array(observedNs.length);
  for (let event = 0; event < weightNs.length; event++) {
    weightNs[event] = observedNs[event] - (blocker[event] < 0 ? fromNs : observedNs[blocker[event]]);
  }
  return weightNs;
}

/** Between two that ended at once: zero length before positive, longer before shorter, smaller node. */
function isPreferred(node: number, other: number, { startNs, endNs }: Nesting): boolean {
  const isInstant = startNs[node] === endNs[node];
  if (isInstant !== (startNs[other] === endNs[other])) return isInstant;
  if (startNs[node] !== startNs[other]) return startNs[node] < startNs[other];
  return node < other;
}
