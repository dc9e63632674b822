import { BOUND_BY, eventGraph } from './event-graph.ts';
import { eventTimes } from './event-times.ts';
import type { TimedDag } from './timed-dag.ts';

/**
 * The durations a schedule is made of. Columns by node; the last entry (`size`) is the run itself.
 * Everything else in a schedule follows from them.
 */
export interface Weights {
  /** Between the last thing it waited for and its start. For a child nothing is recorded of, that is time of the parent. */
  readonly delayNs: Float64Array;
  /** Its duration, or if it waits for children: what passes after the last of them ended. */
  readonly workNs: Float64Array;
}

/** When everything would have happened. Columns by node. */
export interface Retimed {
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** The end of the run. */
  readonly untilNs: number;
}

/** The weights as observed: a copy to edit. O(V). */
export function weightsOf(dag: TimedDag): Weights {
  const { weightNs, numbers } = eventGraph(dag);
  const delayNs = new Float64Array(dag.size + 1);
  const workNs = new Float64Array(dag.size + 1);
  for (let node = 0; node <= dag.size; node++) {
    delayNs[node] = weightNs[numbers.start[node]];
    workNs[node] = weightNs[numbers.end[node]];
  }
  return { delayNs, workNs };
}

/**
 * Times under other weights: every event happens when the last of those it waits for has happened, plus its weight.
 * With the weights as observed these are the observed times, exactly. O(V + E).
 *
 *     a |====|          a takes 2 less     a |==|
 *     b  . . . |===|    ---------------->  b  . . |===|     the delay of b stays
 */
export function retime(dag: TimedDag, { delayNs, workNs }: Weights): Retimed {
  const graph = eventGraph(dag);
  const { start, end } = graph.numbers;
  const { observedNs } = graph;
  const weightNs = graph.weightNs.slice();
  for (let node = 0; node <= dag.size; node++) {
    weightNs[start[node]] = delayNs[node];
    weightNs[end[node]] = workNs[node];
  }
  const timeNs = eventTimes(graph, weightNs, dag.fromNs);
  const startNs = new Float64Array(dag.size);
  const endNs = new Float64Array(dag.size);
  for (let node = 0; node < dag.size; node++) {
    // What lies outside of the parent keeps its length.
    startNs[node] = timeNs[start[node]] + (dag.startNs[node] - observedNs[start[node]]);
    endNs[node] = timeNs[end[node]] + (Math.max(dag.endNs[node], dag.startNs[node]) - observedNs[end[node]]);
  }
  return { startNs, endNs, untilNs: timeNs[end[dag.size]] };
}

/** A change to one execution. */
export type Edit =
  /** Its duration: for one that waits for children, everything below it is stretched or shrunk in proportion. */
  | { readonly node: number; readonly durationNs: number }
  /** A factor on its duration and on everything below it. */
  | { readonly node: number; readonly factor: number }
  /** Its wait between the last thing it needed and its start. */
  | { readonly node: number; readonly delayNs: number };

/**
 * The observed weights with edits applied. Factors multiply along the tree; a duration or delay given for a node stands
 * as given. Scaled weights are rounded to whole nanoseconds. O(V + edits).
 */
export function editedWeights(dag: TimedDag, edits: Iterable<Edit>): Weights {
  const { delayNs, workNs } = weightsOf(dag);
  const { nested, numbers, boundBy } = eventGraph(dag);
  const factor = new Float64Array(dag.size + 1).fill(1);
  const given: Edit[] = [];
  for (const edit of edits) {
    if ('factor' in edit) factor[edit.node] *= edit.factor;
    else if ('delayNs' in edit || !isStretchable(edit.node)) given.push(edit);
    else factor[edit.node] *= edit.durationNs / observedDurationNs(edit.node);
  }
  for (const node of nested.parentsFirst) {
    const outer = factor[nested.parent[node]];
    factor[node] *= outer;
    if (outer !== 1 && boundBy[numbers.start[node]] !== BOUND_BY.nothing) {
      delayNs[node] = Math.round(delayNs[node] * outer);
    }
    if (factor[node] !== 1) workNs[node] = Math.round(workNs[node] * factor[node]);
  }
  for (const edit of given) {
    if ('durationNs' in edit) workNs[edit.node] = edit.durationNs;
    else if ('delayNs' in edit) delayNs[edit.node] = edit.delayNs;
  }
  return { delayNs, workNs };

  function observedDurationNs(node: number): number {
    return nested.endNs[node] - nested.startNs[node];
  }
  function isStretchable(node: number): boolean {
    return numbers.lastChild[node] >= 0 && observedDurationNs(node) > 0;
  }
}
