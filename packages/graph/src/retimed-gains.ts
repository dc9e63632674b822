import { criticalPath } from './critical-path.ts';
import { BOUND_BY, scheduleGraph, isOwnDelay, type EventGraph } from './event-graph.ts';
import { eventTimes } from './event-times.ts';
import type { TimedDag } from './timed-dag.ts';

/** Events that the retimings for one run may visit together: about half a second. */
const MOST_EVENTS_VISITED = 2 ** 25;

/** Fills in what is `NaN`, the executions longest on the path first, as far as the bound on visited events allows. */
export function retimedGains(dag: TimedDag, columns: { dragNs: Float64Array; selfDragNs: Float64Array }): void {
  const { dragNs, selfDragNs } = columns;
  const { onPathNs } = criticalPath(dag);
  const open: number[] = [];
  for (let node = 0; node < dag.size; node++) if (Number.isNaN(selfDragNs[node])) open.push(node);
  if (open.length === 0) return;
  open.sort((a, b) => onPathNs[b] - onPathNs[a] || a - b);

  const graph = scheduleGraph(dag);
  let visited = 0;
  for (const node of open) {
    for (const [column, weightNs] of [
      [dragNs, withoutAll],
      [selfDragNs, withoutOwn],
    ] as const) {
      if (!Number.isNaN(column[node])) continue;
      visited += graph.numbers.count;
      if (visited > MOST_EVENTS_VISITED) return;
      const untilNs = eventTimes(graph, weightNs(node, dag, graph), dag.fromNs)[graph.numbers.end[dag.size]];
      column[node] = Math.min(onPathNs[node], dag.untilNs - untilNs);
    }
  }
}

/** Weights as if it and everything below it took no time. */
function withoutAll(group: number, dag: TimedDag, { nested, numbers, weightNs, boundBy }: EventGraph): Float64Array {
  const editedNs = weightNs.slice();
  const isInside = new Uint8Array(dag.size + 1);
  isInside[group] = 1;
  editedNs[numbers.end[group]] = 0;
  for (const node of nested.parentsFirst) {
    if (isInside[nested.parent[node]] === 0) continue;
    isInside[node] = 1;
    editedNs[numbers.end[node]] = 0;
    if (boundBy[numbers.start[node]] !== BOUND_BY.nothing) editedNs[numbers.start[node]] = 0;
  }
  return editedNs;
}

/** Weights as if only its own work took no time: the waits of its children are their own where something is recorded. */
function withoutOwn(group: number, dag: TimedDag, { numbers, weightNs, boundBy }: EventGraph): Float64Array {
  const editedNs = weightNs.slice();
  editedNs[numbers.end[group]] = 0;
  for (let node = 0; node < dag.size; node++) {
    if (dag.parent[node] !== group) continue;
    const start = numbers.start[node];
    if (boundBy[start] !== BOUND_BY.nothing && !isOwnDelay(node, boundBy[start], dag)) editedNs[start] = 0;
  }
  return editedNs;
}
