import type { Recorded } from './generated-dag.ts';

/** Executions and who waited for whom, as graph libraries take them. Edge i leads from `from[i]` to `to[i]`. */
export interface StepGraph {
  readonly size: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** By execution. */
  readonly durationNs: Float64Array;
}

/**
 * What is left of a run if there is no nesting and no order in time: recorded edges, callers before those they called,
 * and siblings that touch one after the other. The last node is the run, which calls all that wait for nobody. At most
 * two edges an execution, fewer than the schedule has.
 */
export function stepGraphOf({ startNs, endNs, parent, from, to }: Recorded): StepGraph {
  const run = startNs.length;
  const hasPredecessor = new Uint8Array(run);
  for (const target of to) hasPredecessor[target] = 1;
  const edges = Array.from(from, (source, edge) => [source, to[edge]!] as const);
  for (let row = 0; row < run; row++) {
    const isNext = row > 0 && from.length === 0 && endNs[row - 1]! <= startNs[row]!;
    if (parent[row]! >= 0) edges.push([parent[row]!, row]);
    else if (isNext) edges.push([row - 1, row]);
    else if (hasPredecessor[row] === 0) edges.push([run, row]);
  }
  const durationNs = new Float64Array(run + 1);
  for (let row = 0; row < run; row++) durationNs[row] = endNs[row]! - startNs[row]!;
  return {
    size: run + 1,
    from: Uint32Array.from(edges, ([source]) => source),
    to: Uint32Array.from(edges, ([, target]) => target),
    durationNs,
  };
}
