import { depthFirstNumbers, type EventNumbers, type Maxima } from './event-numbers.ts';
import { keptEdges, verdicts, withoutCycles, type KeptEdges } from './kept-edges.ts';
import type { Nesting } from './nesting.ts';
import { reversed, type Rows } from './rows.ts';
import { stronglyConnectedComponents } from './strongly-connected-components.ts';
import type { TimedDag } from './timed-dag.ts';
import { topologicalOrder } from './topological-order.ts';

/** Events with what each waits for, numbered so that predecessors come first. */
export interface OrderedEvents {
  readonly numbers: EventNumbers;
  readonly kept: KeptEdges;
  readonly predecessors: Rows;
}

/**
 * Finds a topological numbering. Depth-first does if no edge jumps between levels; otherwise Kahn's order is used.
 * Kept edges lead forward in time, so that only executions at one instant can wait for each other in a circle: the
 * recorded edges within such a knot are dropped, and what is implied instead is looked at again. O(V + E) per round.
 */
export function orderedEvents(dag: TimedDag, nested: Nesting, maxima: Maxima): OrderedEvents {
  let verdictOf = verdicts(dag, nested);
  let kept = keptEdges(dag, nested, verdictOf);
  let numbers = depthFirstNumbers(dag, nested, kept, maxima);
  for (;;) {
    const { predecessors, isForward } = predecessorsOf(nested, numbers, kept);
    if (isForward) return { numbers, kept, predecessors };

    const successors = reversed(predecessors);
    const { order, leftOver } = topologicalOrder(successors);
    if (leftOver.length === 0) {
      const reordered = renumbered(numbers, order);
      return { numbers: reordered, kept, predecessors: predecessorsOf(nested, reordered, kept).predecessors };
    }
    // Without an edge other maxima are asked for.
    if (maxima === 'asked') return orderedEvents(dag, nested, 'all');
    // What only a tolerance makes follow goes first. Without that and recorded edges depth-first order holds, so that
    // every knot has something to drop and the loop ends.
    const { componentOf } = stronglyConnectedComponents(successors);
    const { start, end, followed, nearlyEnded } = numbers;
    const isKnotted = (node: number): boolean =>
      followed[node] >= 0 && componentOf[nearlyEnded[node]] === componentOf[start[node]];
    if (followed.some((_, node) => isKnotted(node))) {
      numbers = { ...numbers, followed: followed.map((sibling, node) => (isKnotted(node) ? -1 : sibling)) };
    } else {
      verdictOf = withoutCycles(dag, verdictOf, (from, to) => componentOf[end[from]] === componentOf[start[to]]);
      kept = keptEdges(dag, nested, verdictOf);
    }
  }
}

/** Recorded predecessors come first in the row of a start, what is implied last. Forward: all have smaller numbers. */
function predecessorsOf(
  { parent, startNs, isBlocking }: Nesting,
  numbers: EventNumbers,
  { neededBy, needsSibling, holdsSibling }: KeptEdges,
): { readonly predecessors: Rows; readonly isForward: boolean } {
  const { count, nodeOf, start, end, allEnded, previousToEnd, lastEndedBefore, lastChild } = numbers;
  const { followed, nearlyEnded } = numbers;
  const run = parent.length - 1;
  const offsets = new Uint32Array(count + 1);
  const targets = new Uint32Array(neededBy.targets.length + 2 * count);
  let free = 0;
  let isForward = true;
  // Event by event, so that the rows are written one after the other.
  for (let event = 0; event < count; event++) {
    const node = nodeOf[event];
    if (event === start[node]) {
      for (let edge = neededBy.offsets[node]; edge < neededBy.offsets[node + 1]; edge++) {
        const before = end[neededBy.targets[edge]];
        // What is implied leads forward by the way events are numbered, until an edge makes them change places.
        if (before >= event) isForward = false;
        targets[free++] = before;
      }
      const isOrdered = needsSibling[node] === 0;
      const before = isOrdered ? lastEndedBefore[node] : -1;
      const sibling = isOrdered ? followed[node] : -1;
      if (sibling >= 0) {
        targets[free++] = nearlyEnded[node];
        targets[free++] = start[sibling];
      }
      // What starts before its parent does not wait for it. Who waits for a sibling waits for the parent through it.
      if (before >= 0) targets[free++] = allEnded[before];
      else if (sibling < 0 && node !== run && (isBlocking[node] === 1 || startNs[node] >= startNs[parent[node]]))
        targets[free++] = start[parent[node]];
    } else if (event === end[node]) {
      const last = lastChild[node];
      if (last < 0) targets[free++] = start[node];
      else if (allEnded[last] > 0) targets[free++] = allEnded[last];
      else free = addAll(last, free, holdsSibling);
    } else if (event === allEnded[node]) free = addAll(node, free);
    else targets[free++] = end[node];
    offsets[event + 1] = free;
  }
  return { predecessors: { offsets, targets: targets.subarray(0, free) }, isForward };

  /**
   * Adds a sibling and those that ended before it, one by one, less some, up to a running maximum that is an event. Gives
   * the next free place.
   */
  function addAll(last: number, first: number, isLeftOut?: Uint8Array): number {
    let place = first;
    targets[place++] = end[last];
    let sibling = previousToEnd[last];
    for (; sibling >= 0 && allEnded[sibling] === 0; sibling = previousToEnd[sibling])
      if (isLeftOut === undefined || isLeftOut[sibling] === 0) targets[place++] = end[sibling];
    if (sibling >= 0) targets[place++] = allEnded[sibling];
    return place;
  }
}

function renumbered(numbers: EventNumbers, order: Uint32Array): EventNumbers {
  const numberOf = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) numberOf[order[at]] = at;
  const mapped = (events: Uint32Array): Uint32Array => events.map((event) => numberOf[event]);
  return {
    ...numbers,
    start: mapped(numbers.start),
    end: mapped(numbers.end),
    allEnded: mapped(numbers.allEnded),
    nearlyEnded: mapped(numbers.nearlyEnded),
    nodeOf: order.map((event) => numbers.nodeOf[event]),
  };
}
