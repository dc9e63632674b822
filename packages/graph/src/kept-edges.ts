import type { Nesting } from './nesting.ts';
import { preorder, type Preorder } from './preorder.ts';
import type { Rows } from './rows.ts';
import type { EdgeColumns, TimedDag } from './timed-dag.ts';

/** Why a recorded edge does not take part in the schedule; `DroppedEdges.reason` holds the place in this list. */
export const DROP_REASONS = ['self', 'nesting', 'overlap', 'reversed', 'dependency-cycle'] as const;

/**
 * `self`: to itself. `nesting`: one end contains the other. `overlap`: the later one started before the other ended (a
 * stream or a spawn). `reversed`: it started no later than the other. `dependency-cycle`: only at one instant.
 */
export type DropReason = (typeof DROP_REASONS)[number];

/** Recorded edges that the schedule leaves out, as columns. */
export interface DroppedEdges extends EdgeColumns {
  /** Row of the edge in the graph that was asked. */
  readonly edge: Uint32Array;
  readonly reason: Uint8Array;
}

/** Recorded edges, judged. */
export interface KeptEdges {
  /** Row v: whom v needed. */
  readonly neededBy: Rows;
  /** 1: needed a sibling, so that nothing needs to be implied from the order of siblings. */
  readonly needsSibling: Uint8Array;
  /** 1: a sibling that blocks the parent needed it, so that whoever waits for both waits for it through that one. */
  readonly holdsSibling: Uint8Array;
  readonly dropped: DroppedEdges;
}

const KEPT = 255;

/** The verdict on every recorded edge: a place in `DROP_REASONS`, or `KEPT`. O(V + E). */
export function verdicts(dag: TimedDag, nested: Nesting): Uint8Array {
  const { from, to } = dag.edges;
  const verdictOf = new Uint8Array(from.length);
  let order: Preorder | undefined;
  for (let edge = 0; edge < from.length; edge++) {
    if (from[edge] >= dag.size || to[edge] >= dag.size) {
      throw new RangeError(`Edge ${edge} joins ${from[edge]} and ${to[edge]}, but nodes end at ${dag.size - 1}.`);
    }
    // Siblings do not contain each other: most edges are theirs.
    if (nested.parent[from[edge]] !== nested.parent[to[edge]]) order ??= preorder(nested);
    verdictOf[edge] = verdict(from[edge], to[edge], nested, order);
  }
  return verdictOf;
}

/** Turns verdicts into the edges by the execution that needed them, and the list of those left out. O(V + E). */
export function keptEdges(dag: TimedDag, { parent, isBlocking }: Nesting, verdictOf: Uint8Array): KeptEdges {
  const { from, to } = dag.edges;
  const offsets = new Uint32Array(dag.size + 3);
  const needsSibling = new Uint8Array(dag.size + 1);
  const holdsSibling = new Uint8Array(dag.size + 1);
  let keptCount = 0;
  for (let edge = 0; edge < from.length; edge++) {
    if (verdictOf[edge] !== KEPT) continue;
    keptCount++;
    offsets[to[edge] + 2]++;
    if (parent[from[edge]] !== parent[to[edge]]) continue;
    needsSibling[to[edge]] = 1;
    if (isBlocking[to[edge]] === 1) holdsSibling[from[edge]] = 1;
  }
  for (let node = 2; node <= dag.size + 1; node++) offsets[node] += offsets[node - 1];
  const targets = new Uint32Array(keptCount);
  for (let edge = 0; edge < from.length; edge++) {
    if (verdictOf[edge] === KEPT) targets[offsets[to[edge] + 1]++] = from[edge];
  }
  return {
    neededBy: { offsets: offsets.subarray(0, dag.size + 2), targets },
    needsSibling,
    holdsSibling,
    dropped: droppedEdges(dag.edges, verdictOf, from.length - keptCount),
  };
}

/** Condemns the kept edges that the given test finds on a cycle. O(E). */
export function withoutCycles(
  dag: TimedDag,
  verdictOf: Uint8Array,
  isOnCycle: (from: number, to: number) => boolean,
): Uint8Array {
  const { from, to } = dag.edges;
  return verdictOf.map((old, edge) =>
    old === KEPT && isOnCycle(from[edge], to[edge]) ? DROP_REASONS.indexOf('dependency-cycle') : old,
  );
}

function droppedEdges({ from, to }: EdgeColumns, verdictOf: Uint8Array, count: number): DroppedEdges {
  if (count === 0) return noneDropped;
  const edge = new Uint32Array(count);
  for (let at = 0, place = 0; place < count; at++) if (verdictOf[at] !== KEPT) edge[place++] = at;
  return {
    edge,
    from: edge.map((at) => from[at]),
    to: edge.map((at) => to[at]),
    reason: Uint8Array.from(edge, (at) => verdictOf[at]),
  };
}

const noneDropped: DroppedEdges = {
  edge: new Uint32Array(0),
  from: new Uint32Array(0),
  to: new Uint32Array(0),
  reason: new Uint8Array(0),
};

/** An edge keeps its ends: `a1 -> b2` says nothing about the parents of a1 and b2, and two of a kind may cross. */
function verdict(from: number, to: number, { parent, startNs, endNs }: Nesting, order: Preorder | undefined): number {
  if (from === to) return DROP_REASONS.indexOf('self');
  const mayContain = order !== undefined && parent[from] !== parent[to];
  if (mayContain && (isWithin(from, to, order) || isWithin(to, from, order))) return DROP_REASONS.indexOf('nesting');
  if (endNs[from] <= startNs[to]) return KEPT;
  return DROP_REASONS.indexOf(startNs[to] > startNs[from] ? 'overlap' : 'reversed');
}

function isWithin(inner: number, outer: number, { number, size }: Preorder): boolean {
  return number[outer] < number[inner] && number[inner] < number[outer] + size[outer];
}
