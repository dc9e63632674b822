import type { RunView } from '@faultline/core';
import { failureCauses, failureTypeOf } from '@faultline/facts';
import { fact, rowsOf, topologicalOrder, waits, type Rows } from '@faultline/graph';
import { sharedBy, type Shared } from './shared.ts';

/**
 * Who can have spoiled whom in a run. Every execution v is two events: what it was given (2v) and what came of it
 * (2v + 1). An edge says how likely trouble at one event is trouble at the next.
 *
 *     fetch ──> parse          given(fetch) > came(fetch) > given(parse) > came(parse)
 *      └ call (child)          given(fetch) > given(call) > came(call) > came(fetch)
 */
export interface Influence {
  readonly executionCount: number;
  /** What executions share, by node. */
  readonly shared: ReadonlyMap<number, Shared>;
  /** The node of whatever no trace shows: who cancels a run, and services that only an error speaks of. */
  readonly outside: number;
  /** By event. */
  readonly successors: Rows;
  /** Likelihood that trouble is passed on, row by row as `successors.targets`. */
  readonly passesOn: Float64Array;
  /** Every event after those that can have spoiled it. Events on a cycle (contradictory edges) are left out. */
  readonly order: Uint32Array;
  /** By event: its place in `order`. Those left out have none: as many as there are events. */
  readonly place: Uint32Array;
}

/** The event of what an execution was given. */
export const givenOf = (node: number): number => 2 * node;
/** The event of what came of it. */
export const cameOf = (node: number): number => 2 * node + 1;

/**
 * How likely trouble is passed on, before anything was learned. Guesses, and named here for that: what decides in the
 * end is the evidence at the executions themselves.
 */
export const priorTransmission = {
  /** An execution that was given something bad brings forth something bad. */
  through: 0.9,
  /** A recorded need. */
  need: 0.8,
  /** What only ran earlier than its sibling, where nothing better is recorded. */
  implied: 0.5,
  /** A caller spoils what it calls: wrong arguments. */
  toCallee: 0.3,
  /** A callee spoils its caller. */
  toCaller: 0.8,
  /** A callee that failed, to a caller that failed of something else. */
  toOtherwiseFailed: 0.1,
  /** Whoever cancels from outside cancels all. */
  fromOutside: 0.9,
  /** The reason for which an attempt failed is there at the next one, which is given the same. */
  toNextAttempt: 0.9,
} as const;

/** The influence graph of a run. O(V + E). */
export const influence = fact((run: RunView): Influence => {
  const from: number[] = [];
  const to: number[] = [];
  const chances: number[] = [];
  const connect = (cause: number, effect: number, chance: number): void => {
    from.push(cause);
    to.push(effect);
    chances.push(chance);
  };
  const { blocker, isImplied } = waits(run);
  const { cause, confidence } = failureCauses(run);
  const shared = sharedBy(run);
  const outside = run.size + shared.length;
  for (let node = 0; node < run.executionCount; node++) {
    const parent = run.parent[node]!;
    const canceller = cancellerOf(run, node);
    // What it was given does not cancel an execution.
    if (canceller === undefined) connect(givenOf(node), cameOf(node), priorTransmission.through);
    else if (canceller >= 0) connect(cameOf(canceller), cameOf(node), confidence[node]!);
    if (canceller === -1 || (cause[node]! < 0 && typeOf(run, node) === 'dependency_failure'))
      connect(cameOf(outside), cameOf(node), priorTransmission.fromOutside);
    if (parent >= 0) {
      connect(givenOf(parent), givenOf(node), priorTransmission.toCallee);
      if (canceller !== parent) connect(cameOf(node), cameOf(parent), toCallerOf(run, node, parent));
    }
    if (isImplied[node] === 1 && blocker[node]! >= 0)
      connect(cameOf(blocker[node]!), givenOf(node), priorTransmission.implied);
  }
  const { edges, dependencies } = run;
  // Rows of joins follow those of the dependencies: their nodes are virtual, and pass on what they are given.
  for (let row = 0; row < edges.from.length; row++) {
    const isRetry = dependencies[row]?.kind === 'retry';
    const chance = isRetry ? priorTransmission.toNextAttempt : priorTransmission.need;
    connect(cameOf(edges.from[row]!), givenOf(edges.to[row]!), chance);
  }
  for (let join = run.executionCount; join < run.size; join++) connect(givenOf(join), cameOf(join), 1);
  const rows = weightedRows(2 * (outside + 1), from, to, chances);
  return {
    executionCount: run.executionCount,
    shared: new Map(shared.map((one, at) => [run.size + at, one])),
    outside,
    ...rows,
    ...placed(topologicalOrder(rows.successors).order, rows.successors.offsets.length - 1),
  };
});

/**
 * Because of whose failure a cancelled execution was cancelled. -1: no failure in the run explains it. `undefined`: it was not
 * cancelled, or held up its caller until that gave up, which is its own doing.
 */
function cancellerOf(run: RunView, node: number): number | undefined {
  if (typeOf(run, node) !== 'cancelled') return undefined;
  const { cause } = failureCauses(run);
  const parent = run.parent[node]!;
  return parent >= 0 && cause[parent] === node ? undefined : cause[node]!;
}

const typeOf = (run: RunView, node: number): string | undefined => failureTypeOf(run.executions[node]!)?.type;

/** How likely trouble of a call is trouble of its caller. Where both failed, by what their failures say of each other. */
function toCallerOf(run: RunView, node: number, parent: number): number {
  const { hasFailed, cause, confidence, root } = failureCauses(run);
  if (cause[parent] === node) return confidence[parent]!;
  const isOtherFailure = hasFailed[node] === 1 && hasFailed[parent] === 1 && root[node] !== root[parent];
  return isOtherFailure ? priorTransmission.toOtherwiseFailed : priorTransmission.toCaller;
}

function placed(order: Uint32Array, events: number): Pick<Influence, 'order' | 'place'> {
  const place = new Uint32Array(events).fill(events);
  for (let at = 0; at < order.length; at++) place[order[at]!] = at;
  return { order, place };
}

/** Rows keep the order of their edges, so that the chances can be sorted alike. */
function weightedRows(
  events: number,
  from: readonly number[],
  to: readonly number[],
  chances: readonly number[],
): Pick<Influence, 'successors' | 'passesOn'> {
  const successors = rowsOf(events, { from: new Uint32Array(from), to: new Uint32Array(to) });
  const passesOn = new Float64Array(chances.length);
  const next = successors.offsets.slice(0, events);
  for (let edge = 0; edge < from.length; edge++) passesOn[next[from[edge]!]!++] = chances[edge]!;
  return { successors, passesOn };
}
