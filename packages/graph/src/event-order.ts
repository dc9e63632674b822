import { depthFirstNumbers, type EventNumbers } from './event-numbers.ts';
import { keptEdges, verdicts, withoutCycles, type KeptEdges } from './kept-edges.ts';
import type { Nesting } from './nesting.ts';
import { nodeCountOf, reversed, type Rows } from './rows.ts';
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
export function orderedEvents(dag: TimedDag, nested: Nesting): OrderedEvents {
  const numbers = depthFirstNumbers(dag, nested);
  let verdictOf = verdicts(dag, nested, numbers);
  for (;;) {
    const kept = keptEdges(dag, nested, verdictOf);
    const predecessors = predecessorsOf(nested, numbers, kept);
    if (isForward(predecessors)) return { numbers, kept, predecessors };

    const successors = reversed(predecessors);
    const { order, leftOver } = topologicalOrder(successors);
    if (leftOver.length === 0) {
      const reordered = renumbered(numbers, order);
      return { numbers: reordered, kept, predecessors: predecessorsOf(nested, reordered, kept) };
    }
    // Without recorded edges depth-first order holds, so that every knot has one to drop and the loop ends.
    const { componentOf } = stronglyConnectedComponents(successors);
    const { start, end } = numbers;
    verdictOf = withoutCycles(dag, verdictOf, (from, to) => componentOf[end[from]] === componentOf[start[to]]);
  }
}

/** Recorded predecessors come first in the row of a start, the parent last. */
function predecessorsOf(nested: Nesting, numbers: EventNumbers, { neededBy, needsSibling }: KeptEdges): Rows {
  const { parent, startNs, isBlocking } = nested;
  const { count, start, end, allEnded, previousToEnd, lastEndedBefore, lastChild } = numbers;
  const run = parent.length - 1;
  const isImplied = (node: number): boolean => lastEndedBefore[node] >= 0 && needsSibling[node] === 0;
  // What starts before its parent does not wait for it. Who waits for a sibling waits for the parent through it.
  const needsParent = (node: number): boolean =>
    node !== run && !isImplied(node) && (isBlocking[node] === 1 || startNs[node] >= startNs[parent[node]]);

  const offsets = new Uint32Array(count + 1);
  for (let node = 0; node <= run; node++) {
    const recorded = neededBy.offsets[node + 1] - neededBy.offsets[node];
    offsets[start[node] + 1] = recorded + (isImplied(node) || needsParent(node) ? 1 : 0);
    if (allEnded[node] !== end[node]) offsets[allEnded[node] + 1] = 2;
    offsets[end[node] + 1] = 1;
  }
  for (let event = 0; event < count; event++) offsets[event + 1] += offsets[event];

  const targets = new Uint32Array(offsets[count]);
  for (let node = 0; node <= run; node++) {
    let free = offsets[start[node]];
    for (let edge = neededBy.offsets[node]; edge < neededBy.offsets[node + 1]; edge++) {
      targets[free++] = end[neededBy.targets[edge]];
    }
    if (isImplied(node)) targets[free] = allEnded[lastEndedBefore[node]];
    else if (needsParent(node)) targets[free] = start[parent[node]];

    targets[offsets[end[node]]] = lastChild[node] < 0 ? start[node] : allEnded[lastChild[node]];
    if (allEnded[node] === end[node]) continue;
    targets[offsets[allEnded[node]]] = end[node];
    targets[offsets[allEnded[node]] + 1] = allEnded[previousToEnd[node]];
  }
  return { offsets, targets };
}

function isForward(predecessors: Rows): boolean {
  const { offsets, targets } = predecessors;
  for (let event = 0; event < nodeCountOf(predecessors); event++) {
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++) if (targets[edge] >= event) return false;
  }
  return true;
}

function renumbered(numbers: EventNumbers, order: Uint32Array): EventNumbers {
  const numberOf = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) numberOf[order[at]] = at;
  const mapped = (events: Uint32Array): Uint32Array => events.map((event) => numberOf[event]);
  return { ...numbers, start: mapped(numbers.start), end: mapped(numbers.end), allEnded: mapped(numbers.allEnded) };
}
