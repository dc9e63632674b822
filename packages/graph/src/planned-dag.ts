import { definitionGraph, definitionRows, type DefinedStep } from './definition-graph.ts';
import type { Rows } from './rows.ts';
import type { TimedDag } from './timed-dag.ts';
import { topologicalOrder } from './topological-order.ts';

const NS_PER_MS = 1_000_000;

/** A step of a definition with the time it is expected to take. */
export interface PlannedStep extends DefinedStep {
  readonly durationMs: number;
}

/** A definition as if it had run, every step as early as possible. */
export interface PlannedDag {
  readonly dag: TimedDag;
  /** Step id by node. */
  readonly ids: readonly string[];
}

/**
 * Schedules a definition as early as possible, on as many workers as it can use: path and slack then answer for what
 * is declared. `undefined` if the definition has a cycle; dependencies on unknown steps hold nobody up. O(n log n).
 *
 *     fetch 2 -> parse 3 -> store 1     fetch |==|
 *           \-> check 1 ----^           parse    |===|
 *                                       check    |=|
 *                                       store        |=|
 */
export function plannedDag(steps: Iterable<PlannedStep>): PlannedDag | undefined {
  const planned = [...steps];
  const { ids, dependents } = definitionRows(definitionGraph(planned));
  const { order, leftOver } = topologicalOrder(dependents);
  if (leftOver.length > 0) return undefined;

  const durationOf = new Map(planned.map(({ id, durationMs }) => [id, Math.round(durationMs * NS_PER_MS)]));
  const startNs = new Float64Array(ids.length);
  const endNs = new Float64Array(ids.length);
  for (const step of order) {
    endNs[step] = startNs[step] + (durationOf.get(ids[step]) ?? 0);
    for (let edge = dependents.offsets[step]; edge < dependents.offsets[step + 1]; edge++) {
      const dependent = dependents.targets[edge];
      startNs[dependent] = Math.max(startNs[dependent], endNs[step]);
    }
  }
  const stepOf = Uint32Array.from(ids.keys()).toSorted(
    (a, b) => startNs[a] - startNs[b] || endNs[a] - endNs[b] || (ids[a] < ids[b] ? -1 : 1),
  );
  return { dag: dagOf(stepOf, startNs, endNs, dependents), ids: Array.from(stepOf, (step) => ids[step]) };
}

/** Nodes are the steps in order of time, as runs have them. */
function dagOf(stepOf: Uint32Array, startNs: Float64Array, endNs: Float64Array, dependents: Rows): TimedDag {
  const size = stepOf.length;
  const nodeOf = new Uint32Array(size);
  for (let node = 0; node < size; node++) nodeOf[stepOf[node]] = node;
  const from = new Uint32Array(dependents.targets.length);
  for (let step = 0; step < size; step++) {
    from.fill(nodeOf[step], dependents.offsets[step], dependents.offsets[step + 1]);
  }
  return {
    size,
    executionCount: size,
    startNs: Float64Array.from(stepOf, (step) => startNs[step]),
    endNs: Float64Array.from(stepOf, (step) => endNs[step]),
    parent: new Int32Array(size).fill(-1),
    edges: { from, to: dependents.targets.map((step) => nodeOf[step]) },
    isAsync: new Uint8Array(size),
    isPlanned: new Uint8Array(size + 1).fill(1),
    fromNs: 0,
    untilNs: endNs.reduce((latest, ns) => Math.max(latest, ns), 0),
  };
}
