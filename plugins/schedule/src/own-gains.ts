import type { RunView } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { BOUND_BY, criticalPath, drag, eventGraph, eventTimes, fact, isOwnDelay } from '@faultline/graph';

/** What the executions of steps own of the critical path themselves, without what they called. Columns by number in `stepIndex`. */
export interface OwnTimes {
  /** The segments that its executions own, added up. No gain is larger. */
  readonly onPathNs: Float64Array;
  /** Executions that own a segment. */
  readonly critical: Uint32Array;
  /** The execution that owns most, or -1. */
  readonly longest: Int32Array;
}

/** Sums over the segments of each step. O(V + P) for a path of P segments. */
export const ownTimes = fact((run: RunView): OwnTimes => {
  const { ids, stepOf } = stepIndex(run);
  const { node, fromNs, toNs } = criticalPath(run);
  const ofNode = new Float64Array(run.executionCount);
  for (let at = 0; at < node.length; at++) if (node[at]! >= 0) ofNode[node[at]!]! += toNs[at]! - fromNs[at]!;
  const onPathNs = new Float64Array(ids.length);
  const critical = new Uint32Array(ids.length);
  const longest = new Int32Array(ids.length).fill(-1);
  for (let owner = 0; owner < run.executionCount; owner++) {
    if (ofNode[owner] === 0) continue;
    const step = stepOf[owner]!;
    onPathNs[step]! += ofNode[owner]!;
    critical[step]!++;
    if (longest[step]! < 0 || ofNode[owner]! > ofNode[longest[step]!]!) longest[step] = owner;
  }
  return { onPathNs, critical, longest };
});

/**
 * How much sooner the run would end if the own work of all executions of a step took no time: all of it without children,
 * else what lies before, between and after them. The waits before the step, and what it called, stay. For a single one
 * that is its self drag; several are retimed together. O(V + E).
 *
 *     agent  |==================|      own: 2 + 1 + 3
 *       plan   |===|
 *       act         |========|
 */
export function ownGain(run: RunView, step: number): number {
  const { ids, stepOf } = stepIndex(run);
  const single = run.executionsOf(ids[step]!).length === 1 ? ownTimes(run).longest[step]! : -1;
  const selfDragNs = single < 0 ? Number.NaN : drag(run).selfDragNs[single]!;
  if (!Number.isNaN(selfDragNs)) return selfDragNs;

  const graph = eventGraph(run);
  const { numbers, boundBy } = graph;
  const weightNs = graph.weightNs.slice();
  for (let node = 0; node < run.executionCount; node++) {
    if (stepOf[node] === step) weightNs[numbers.end[node]!] = 0;
    const start = numbers.start[node]!;
    const isInside = run.parent[node]! >= 0 && stepOf[run.parent[node]!] === step;
    if (isInside && boundBy[start] !== BOUND_BY.nothing && !isOwnDelay(node, boundBy[start]!, run)) weightNs[start] = 0;
  }
  return run.untilNs - eventTimes(graph, weightNs, run.fromNs)[numbers.end[run.size]!]!;
}
