import type { RunView } from '@faultline/core';
import { eventGraph, fact, type EventGraph } from '@faultline/graph';
import { rewiredGraph } from './rewired-graph.ts';

/**
 * The event graph of a run without order that is implied by time alone and contradicted by a record: what was ready and
 * began to wait (`queuedMs`) needed nothing that had not ended by then.
 *
 *     a |====|            b asked for a worker at 0, and started when a gave back its own:
 *     b q . . |===|       it waited for the pool, not for a
 *
 * The same graph where nothing is contradicted. O(V + E), and O(V log V) where something is.
 */
export const askedGraph = fact((run: RunView): EventGraph => {
  const graph = eventGraph(run);
  const { numbers, observedNs, predecessors, nested } = graph;
  const rows = new Map<number, readonly number[]>();
  const lastEndedBefore = numbers.lastEndedBefore.slice();
  const endedOf = siblingsByEnd(graph);
  for (const [node, { queuedMs }] of run.executions.entries()) {
    const last = numbers.lastEndedBefore[node];
    if (queuedMs === undefined || last < 0) continue;
    const askedNs = Math.round((queuedMs - run.startMs) * 1e6);
    const start = numbers.start[node];
    const row = [...predecessors.targets.subarray(predecessors.offsets[start], predecessors.offsets[start + 1])];
    // What is implied stands last, where a recorded sibling does not take its place.
    if (row.at(-1) !== numbers.allEnded[last] || observedNs[numbers.end[last]] <= askedNs) continue;
    const before = lastUntil(endedOf(nested.parent[node]), (sibling) => observedNs[numbers.end[sibling]] <= askedNs);
    lastEndedBefore[node] = before;
    const instead = before < 0 ? numbers.start[nested.parent[node]] : numbers.allEnded[before];
    rows.set(start, [...row.slice(0, -1), instead]);
  }
  if (rows.size === 0) return graph;
  const rewired = rewiredGraph({ ...graph, numbers: { ...numbers, lastEndedBefore } }, { rows, newNodes: [] });
  // Each of them waits for what happened earlier: there is no circle.
  if (rewired.graph === undefined) return graph;
  const weightNs = rewired.graph.weightNs;
  const { start } = rewired.graph.numbers;
  for (const node of run.executions.keys()) {
    if (lastEndedBefore[node] === numbers.lastEndedBefore[node]) continue;
    const event = start[node];
    weightNs[event] = rewired.graph.observedNs[event] - rewired.graph.observedNs[rewired.graph.blocker[event]];
  }
  return rewired.graph;
});

/** By parent: its blocking children in order of end, each list made once. */
function siblingsByEnd({ numbers: { lastChild, previousToEnd } }: EventGraph): (parent: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (parent) => {
    let siblings = known.get(parent);
    if (siblings === undefined) {
      const fromLast: number[] = [];
      for (let child = lastChild[parent]; child >= 0; child = previousToEnd[child]) fromLast.push(child);
      known.set(parent, (siblings = fromLast.toReversed()));
    }
    return siblings;
  };
}

/** The last of those for which it holds, of a list in which it holds up to some place; -1 if for none. */
function lastUntil(nodes: readonly number[], holds: (node: number) => boolean): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(nodes[middle])) low = middle + 1;
    else high = middle;
  }
  return nodes[low - 1] ?? -1;
}
