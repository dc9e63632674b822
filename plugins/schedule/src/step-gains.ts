import type { RunView } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { BOUND_BY, criticalPath, drag, eventGraph, eventTimes, fact, rowsOf } from '@faultline/graph';
import { stepLevel } from './step-level.ts';

/** What steps have of the critical path, without what stands around all of them. Columns by number in `stepIndex`. */
export interface StepGains {
  /** Time on the critical path of its executions, what they called included and counted once. No gain is larger. */
  readonly onPathNs: Float64Array;
  readonly executions: Uint32Array;
  /** Executions on the critical path. */
  readonly critical: Uint32Array;
  /** The execution with most time on the path, or -1. */
  readonly longest: Int32Array;
}

/** Sums over the executions of each step. O(V). */
export const stepGains = fact((run: RunView): StepGains => {
  const { ids, stepOf } = stepIndex(run);
  const { isOnPath, onPathNs: ofNode } = criticalPath(run);
  const owner = stepLevel(run);
  const isOutermost = outermost(run);
  const onPathNs = new Float64Array(ids.length);
  const executions = new Uint32Array(ids.length);
  const critical = new Uint32Array(ids.length);
  const longest = new Int32Array(ids.length).fill(-1);
  for (let node = 0; node < run.executionCount; node++) {
    if (owner[node]! < 0) continue;
    const step = stepOf[node]!;
    executions[step]!++;
    if (isOnPath[node] === 0) continue;
    critical[step]!++;
    const before = longest[step]!;
    if (before < 0 || ofNode[node]! > ofNode[before]!) longest[step] = node;
    if (isOutermost[node] === 1) onPathNs[step]! += ofNode[node]!;
  }
  return { onPathNs, executions, critical, longest };
});

/**
 * By node, 1: it counts for its step. Not what stands around all steps, and of a step that calls itself only the
 * outermost, because its time has that of the others in it. O(V).
 */
const outermost = fact((run: RunView): Uint8Array => {
  const { ids, stepOf } = stepIndex(run);
  const owner = stepLevel(run);
  const isOutermost = new Uint8Array(run.executionCount).fill(1);
  const from = new Uint32Array(run.executionCount);
  const to = new Uint32Array(run.executionCount);
  for (let node = 0; node < run.executionCount; node++) {
    from[node] = run.parent[node]! + 1;
    to[node] = node;
  }
  const children = rowsOf(run.executionCount + 1, { from, to });
  const next = children.offsets.slice();
  const open = new Uint32Array(ids.length);
  for (let node = -1; ;) {
    if (next[node + 1]! < children.offsets[node + 2]!) {
      node = children.targets[next[node + 1]!++]!;
      if (owner[node]! < 0 || open[stepOf[node]!]!++ > 0) isOutermost[node] = 0;
      continue;
    }
    if (node < 0) return isOutermost;
    if (owner[node]! >= 0) open[stepOf[node]!]!--;
    node = run.parent[node]!;
  }
});

/**
 * How much sooner the run would end without all executions of a step: as if they and what they called took no time, the
 * waits before them staying. For a single one that is its drag; several are retimed together, because the sum of their
 * drags may be more than there is to gain, or less. O(V + E), remembered for each run.
 */
export function gainWithout(run: RunView, step: number): number {
  const known = knownGains(run);
  let gainNs = known.get(step);
  if (gainNs === undefined) known.set(step, (gainNs = dragOfSingle(run, step) ?? gainWithFactor(run, step, 0)));
  return gainNs;
}

const knownGains = fact((_run: RunView) => new Map<number, number>());

/**
 * How much sooner the run would end if a step were so many times as fast, with what it calls. Between the ends of the
 * scale the makespan is convex in the duration: where removing the step gains all of its time on the path, nothing lies
 * beside the path, and the gain is in proportion. O(1) then, else O(V + E).
 */
export function gainAtSpeed(run: RunView, step: number, speed: number): number {
  const onPathNs = stepGains(run).onPathNs[step]!;
  const saved = 1 - 1 / speed;
  return gainWithout(run, step) === onPathNs ? onPathNs * saved : gainWithFactor(run, step, 1 / speed);
}

function dragOfSingle(run: RunView, step: number): number | undefined {
  const { executions, longest } = stepGains(run);
  const dragNs = executions[step] === 1 && longest[step]! >= 0 ? drag(run).dragNs[longest[step]!]! : Number.NaN;
  return Number.isNaN(dragNs) ? undefined : dragNs;
}

/** The same as retiming with a factor on each of its outermost executions, without the times of all the others. */
function gainWithFactor(run: RunView, step: number, factor: number): number {
  const graph = eventGraph(run);
  const { nested, numbers, boundBy } = graph;
  const { stepOf } = stepIndex(run);
  const isOutermost = outermost(run);
  const { isInside, weightNs, timeNs } = scratch(run);
  isInside.fill(0);
  weightNs.set(graph.weightNs);
  for (const node of nested.parentsFirst) {
    if (isInside[nested.parent[node]!] === 1) {
      const start = numbers.start[node]!;
      if (boundBy[start] !== BOUND_BY.nothing) weightNs[start] = Math.round(weightNs[start]! * factor);
    } else if (stepOf[node] !== step || isOutermost[node] === 0) continue;
    isInside[node] = 1;
    weightNs[numbers.end[node]!] = Math.round(weightNs[numbers.end[node]!]! * factor);
  }
  return run.untilNs - eventTimes(graph, weightNs, run.fromNs, timeNs)[numbers.end[run.size]!]!;
}

/** Columns to write on: for short runs making them anew for every step takes longer than the rest. */
const scratch = fact((run: RunView) => {
  const { count } = eventGraph(run).numbers;
  return {
    isInside: new Uint8Array(run.size + 1),
    weightNs: new Float64Array(count),
    timeNs: new Float64Array(count),
  };
});
