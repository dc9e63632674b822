import { BOUND_BY, isOwnDelay, scheduleGraph, type EventGraph } from './event-graph.ts';
import { fact } from './fact.ts';
import { pathEvents } from './path-events.ts';
import type { TimedDag } from './timed-dag.ts';

/** What the time of a segment is; `CriticalPath.kind` holds the place in this list. */
export const SEGMENT_KINDS = ['self', 'tail', 'delay', 'head', 'gap'] as const;
const [SELF, TAIL, DELAY, HEAD, GAP] = SEGMENT_KINDS.keys();

/**
 * `self`: work of an execution that waits for nobody below. `tail`: after the last child ended. `delay`: after the last
 * predecessor ended. Between that and nothing recorded lies time of the parent: `head` before the first child it waited
 * for, `gap` between two.
 */
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** One stretch of the critical path. */
export interface Segment {
  /** -1: the run itself. */
  readonly node: number;
  readonly fromNs: number;
  readonly toNs: number;
  readonly kind: SegmentKind;
}

/** The realised critical path: segments as columns in order of time, and what they say of the nodes. */
export interface CriticalPath {
  /** -1: the run itself. */
  readonly node: Int32Array;
  readonly fromNs: Float64Array;
  readonly toNs: Float64Array;
  /** Place in `SEGMENT_KINDS`. */
  readonly kind: Uint8Array;
  /** By node. 1: it, or something below it, owns a segment. */
  readonly isOnPath: Uint8Array;
  /** By node: the sum of the segments that it, or something below it, owns. */
  readonly onPathNs: Float64Array;
  /** The path's steps from one execution to the next, by how they are known: recorded, or implied from time order. */
  readonly joints: { readonly recorded: number; readonly implied: number };
  /** Share of the joints that is implied. 0 if there is none. */
  readonly inferredShare: number;
}

/**
 * From the end of the run back through whatever each event waited for. The segments meet end to end and cover the wall
 * time of the run. The walk may leave an execution in its middle, where another waited for something inside it. O(V).
 *
 *     run  |==========================|  0..80
 *     A    |===============|             0..50     a1 self   0-10
 *       a1 |===|                         0..10     b1 delay 10-12, self 12-30
 *       a2          |======| <- b1      32..48     a2 delay 30-32, self 32-48
 *     B    |==========================|  0..80     b2 delay 48-50, self 50-75
 *       b1     |===|         <- a1      12..30     B  tail  75-80
 *       b2                 |========|   50..75, <- a2
 *
 * J. E. Kelley, M. R. Walker, "Critical-path planning and scheduling" (1959), on times as they were observed; the walk
 * from the end is known from trace viewers as the last finishing child, here with recorded edges at any depth.
 */
export const criticalPath = fact((dag: TimedDag): CriticalPath => {
  const graph = scheduleGraph(dag);
  const { joints, ...segments } = walked(graph, dag);
  const inferredShare = joints.implied === 0 ? 0 : joints.implied / (joints.recorded + joints.implied);
  return { ...segments, ...summed(segments, graph, dag), joints, inferredShare };
});

/** The segments as objects, in order of time. For long paths read the columns. */
export function* segmentsOf({ node, fromNs, toNs, kind }: CriticalPath): Generator<Segment> {
  for (let at = 0; at < node.length; at++) {
    yield { node: node[at], fromNs: fromNs[at], toNs: toNs[at], kind: SEGMENT_KINDS[kind[at]] };
  }
}

/**
 * A segment for every event on the walk at which time had passed since the one before. What waited for nothing may have
 * started before the run, as clocks tell it; what overlaps is time of the later one.
 */
function walked(graph: EventGraph, dag: TimedDag): Pick<CriticalPath, 'node' | 'fromNs' | 'toNs' | 'kind' | 'joints'> {
  const { observedNs, boundBy, nodeOf } = graph;
  const path = pathEvents(dag);
  const node = new Int32Array(path.length);
  const fromNs = new Float64Array(path.length);
  const toNs = new Float64Array(path.length);
  const kind = new Uint8Array(path.length);
  let recorded = 0;
  let implied = 0;
  let first = path.length;
  let untilNs = Infinity;
  // One pass for all: on a long path every column that is gone over once more costs as much as the walk.
  for (let at = path.length - 1; at >= 0; at--) {
    const event = path[at];
    if (nodeOf[event] < dag.executionCount) {
      if (boundBy[event] === BOUND_BY.recorded) recorded++;
      if (boundBy[event] === BOUND_BY.implied) implied++;
    }
    if (observedNs[event] < untilNs) untilNs = observedNs[event];
    const sinceNs = at === 0 ? dag.fromNs : Math.max(dag.fromNs, observedNs[path[at - 1]]);
    if (untilNs <= sinceNs) continue;
    first--;
    fromNs[first] = sinceNs;
    toNs[first] = untilNs;
    kind[first] = kindOf(event, graph, dag);
    node[first] = ownerOf(event, kind[first], graph, dag);
  }
  return {
    node: node.subarray(first),
    fromNs: fromNs.subarray(first),
    toNs: toNs.subarray(first),
    kind: kind.subarray(first),
    joints: { recorded, implied },
  };
}

function kindOf(event: number, { nodeOf, numbers, boundBy }: EventGraph, dag: TimedDag): number {
  const node = nodeOf[event];
  if (event !== numbers.start[node]) return boundBy[event] === BOUND_BY.ownStart ? SELF : TAIL;
  if (boundBy[event] === BOUND_BY.nothing) return GAP;
  if (isOwnDelay(node, boundBy[event], dag)) return DELAY;
  return boundBy[event] === BOUND_BY.parentStart ? HEAD : GAP;
}

/** Heads and gaps belong to the parent; before what waited for nothing there is only the run. */
function ownerOf(event: number, kind: number, { nodeOf, boundBy }: EventGraph, dag: TimedDag): number {
  const node = nodeOf[event];
  if (kind !== HEAD && kind !== GAP) return named(node, dag);
  return boundBy[event] === BOUND_BY.nothing ? -1 : named(dag.parent[node], dag);
}

/** The run is -1 outside of the event graph, and the time of a join is that of its parent. */
function named(node: number, dag: TimedDag): number {
  let owner = node;
  while (owner >= dag.executionCount) owner = owner === dag.size ? -1 : dag.parent[owner];
  return owner;
}

function summed(
  { node, fromNs, toNs }: Pick<CriticalPath, 'node' | 'fromNs' | 'toNs'>,
  { nested }: EventGraph,
  dag: TimedDag,
): Pick<CriticalPath, 'isOnPath' | 'onPathNs'> {
  const onPathNs = new Float64Array(dag.size);
  for (let at = 0; at < node.length; at++) if (node[at] >= 0) onPathNs[node[at]] += toNs[at] - fromNs[at];
  const isOnPath = new Uint8Array(dag.size);
  for (let at = dag.size - 1; at >= 0; at--) {
    const child = nested.parentsFirst[at];
    if (onPathNs[child] > 0) isOnPath[child] = 1;
    if (dag.parent[child] >= 0) onPathNs[dag.parent[child]] += onPathNs[child];
  }
  return { isOnPath, onPathNs };
}
