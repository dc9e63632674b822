import { criticalPath } from './critical-path.ts';
import { crossedGroups } from './crossed-groups.ts';
import { detours, type Detours } from './detours.ts';
import { isOwnDelay, scheduleGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import { retimedGains } from './retimed-gains.ts';
import type { TimedDag } from './timed-dag.ts';
import { withoutOwnWork } from './own-work.ts';

/**
 * How much the run would gain by what no longer takes time. Columns by node, in nanoseconds; 0 for what is not on the
 * critical path. `NaN`: not computed, see `drag`; the gain is then at most its time on the path (`CriticalPath.onPathNs`).
 */
export interface Drag {
  /** If it and everything below it took no time. The wait before it stays. */
  readonly dragNs: Float64Array;
  /** If only its own work took no time: before, between and after its children; without children, all of it. */
  readonly selfDragNs: Float64Array;
  /** If it had started as soon as what it waited for had ended. 0 where that time is its parent's. */
  readonly waitDragNs: Float64Array;
}

/**
 * Drag of every execution: its time, or the slack of the longest way around it if that is less.
 *
 *     a |====|                drag of a: 4; of c: 2, because then b is the longest
 *     b      |====|           drag of b: 0, it has slack
 *     c      |======|
 *
 * A group whose children wait for executions of other groups, or hold them up, has no event that all its time leads
 * through: it is retimed, the longest on the path first, until 2^25 events have been visited. What is left is `NaN`.
 * What happened before the run started is no time of the run. O(V + E log P) for a path of P events, and O(V + E) for each group that is retimed.
 *
 * S. A. Devaux, "Total Project Control" (1999), for activities without nesting.
 */
export const drag = fact((dag: TimedDag): Drag => {
  const graph = scheduleGraph(dag);
  const { start, end } = graph.numbers;
  const { isOnPath, onPathNs } = criticalPath(dag);
  const around = detours(dag);
  const hasGroups = hasChildren(isOnPath, dag.parent);
  const isCrossed = hasGroups ? crossedGroups(graph) : new Uint8Array(dag.size);
  const hasCrossedChild = parentsOf(isCrossed, dag.parent);
  const withoutOwnNs = hasGroups ? withoutOwnWork(dag, graph, isOnPath) : new Float64Array(dag.size);
  const dragNs = new Float64Array(dag.size);
  const selfDragNs = new Float64Array(dag.size);
  const waitDragNs = new Float64Array(dag.size);
  for (let node = 0; node < dag.size; node++) {
    if (isOnPath[node] === 0) continue;
    const durationNs = graph.observedNs[end[node]] - graph.observedNs[start[node]];
    const mostNs = Math.min(onPathNs[node], detourOf(end[node], around));
    dragNs[node] = isCrossed[node] === 1 ? NaN : Math.min(durationNs, mostNs);
    selfDragNs[node] =
      isCrossed[node] === 1 || hasCrossedChild[node] === 1 ? NaN : Math.min(durationNs - withoutOwnNs[node], mostNs);
    if (!isOwnDelay(node, graph.boundBy[start[node]], dag)) continue;
    waitDragNs[node] = Math.min(onPathNs[node], graph.weightNs[start[node]], detourOf(start[node], around));
  }
  retimedGains(dag, { dragNs, selfDragNs });
  return { dragNs, selfDragNs, waitDragNs };
});

/** How much longer the path is than any way around an event; 0 for an event beside the path. */
function detourOf(event: number, { placeOf, slackNs }: Detours): number {
  return placeOf[event] < placeOf[event + 1] ? slackNs[placeOf[event]] : 0;
}

function hasChildren(isMarked: Uint8Array, parent: Int32Array): boolean {
  for (let node = 0; node < parent.length; node++) if (parent[node] >= 0 && isMarked[parent[node]] === 1) return true;
  return false;
}

function parentsOf(isMarked: Uint8Array, parent: Int32Array): Uint8Array {
  const isParent = new Uint8Array(isMarked.length);
  for (let node = 0; node < isMarked.length; node++)
    if (isMarked[node] === 1 && parent[node] >= 0) isParent[parent[node]] = 1;
  return isParent;
}
