import { BOUND_BY, scheduleGraph, type EventGraph } from './event-graph.ts';
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

/** The weights as observed, or those of another graph of the run: a copy to edit. O(V). */
export function weightsOf(dag: TimedDag, { weightNs, numbers }: EventGraph = scheduleGraph(dag)): Weights {
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
  const graph = scheduleGraph(dag);
  const { start, end } = graph.numbers;
  const { observedNs } = graph;
  const timeNs = graph.weightNs.slice();
  for (let node = 0; node <= dag.size; node++) {
    timeNs[start[node]] = delayNs[node];
    timeNs[end[node]] = workNs[node];
  }
  // Weights give way to times one by one.
  eventTimes(graph, timeNs, dag.fromNs, timeNs);
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

/** What edits start from. */
export interface EditBase {
  /** Who waits for whom. Default: the event graph of the run. */
  readonly graph?: EventGraph;
  /** Default: those of the graph. */
  readonly weights?: Weights;
}

/**
 * Weights with edits applied. Factors multiply along the tree; a duration or delay given for a node stands as given: what
 * is below a group of a given duration is stretched in proportion to what the group would have taken, and its end makes up
 * for the rest, so that it lasts exactly that long (its weight is negative where something below lasts longer). Scaled
 * weights are rounded to whole nanoseconds. O(V + edits), and O(V + E) where a duration is given for a group.
 */
export function editedWeights(
  dag: TimedDag,
  edits: Iterable<Edit>,
  { graph = scheduleGraph(dag), weights = weightsOf(dag, graph) }: EditBase = {},
): Weights {
  const { nested, numbers, boundBy } = graph;
  const edited = { delayNs: weights.delayNs.slice(), workNs: weights.workNs.slice() };
  const { delayNs, workNs } = edited;
  const factor = new Float64Array(dag.size + 1).fill(1);
  const groups = new Map<number, number>();
  const given: Edit[] = [];
  for (const edit of edits) {
    if ('factor' in edit) factor[edit.node] *= edit.factor;
    else if ('durationNs' in edit && numbers.lastChild[edit.node] >= 0) groups.set(edit.node, edit.durationNs);
    else given.push(edit);
  }
  if (groups.size > 0) {
    const timeNs = eventTimes(graph, eventWeights(graph, weights), dag.fromNs);
    for (const [node, durationNs] of groups) {
      const takenNs = timeNs[numbers.end[node]] - timeNs[numbers.start[node]];
      factor[node] = takenNs > 0 ? durationNs / takenNs : 1;
    }
  }
  for (const node of nested.parentsFirst) {
    const outer = factor[nested.parent[node]];
    if (!groups.has(node)) factor[node] *= outer;
    if (outer !== 1 && boundBy[numbers.start[node]] !== BOUND_BY.nothing) {
      delayNs[node] = Math.round(delayNs[node] * outer);
    }
    if (factor[node] !== 1) workNs[node] = Math.round(workNs[node] * factor[node]);
  }
  for (const edit of given) {
    if ('durationNs' in edit) workNs[edit.node] = edit.durationNs;
    else if ('delayNs' in edit) delayNs[edit.node] = edit.delayNs;
  }
  if (groups.size > 0) {
    heldTo(graph, edited, dag.fromNs, (node, takenNs) => groups.get(node) ?? takenNs);
  }
  return edited;
}

/**
 * Makes every execution last what `durationNs` says, given what it would take, by the weight of its end. Inner ones come
 * first: what holds them shows in what their groups would take. O(V + E).
 */
export function heldTo(
  graph: EventGraph,
  weights: Weights,
  fromNs: number,
  durationNs: (node: number, takenNs: number) => number,
): void {
  const { numbers, nodeOf, blocker } = graph;
  const { offsets, targets } = graph.predecessors;
  const timeNs = eventWeights(graph, weights);
  for (let event = 0; event < timeNs.length; event++) {
    let readyNs = blocker[event] < 0 ? fromNs : -Infinity;
    for (let edge = offsets[event]; edge < offsets[event + 1]; edge++)
      readyNs = Math.max(readyNs, timeNs[targets[edge]]);
    timeNs[event] += readyNs;
    const node = nodeOf[event];
    if (event !== numbers.end[node]) continue;
    const takenNs = timeNs[event] - timeNs[numbers.start[node]];
    const addedNs = durationNs(node, takenNs) - takenNs;
    weights.workNs[node] += addedNs;
    timeNs[event] += addedNs;
  }
}

/** Weights by event; those of events that are neither a start nor an end are those of the graph. O(V). */
export function eventWeights({ numbers, weightNs: given }: EventGraph, { delayNs, workNs }: Weights): Float64Array {
  const weightNs = given.slice();
  for (let node = 0; node < numbers.start.length; node++) {
    weightNs[numbers.start[node]] = delayNs[node];
    weightNs[numbers.end[node]] = workNs[node];
  }
  return weightNs;
}
