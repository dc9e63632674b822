import { eventGraph, retime, type TimedDag, type Weights } from '@faultline/graph';
import { waysToEndNs } from './list-schedule.ts';
import type { Pool } from './pool.ts';

/** What no schedule can beat, and what a greedy one keeps. */
export interface MakespanBounds {
  /** The longest path: what it takes with unlimited resources. */
  readonly spanNs: number;
  /** By pool: what the run asks of it, amount times time. */
  readonly workNs: readonly number[];
  /** No schedule is shorter: the larger of the span and, of each pool, the work over the capacity. */
  readonly lowerNs: number;
  /** No schedule that leaves nothing idle is longer. `Infinity`: nothing is promised for these pools. */
  readonly upperNs: number;
}

/**
 * Bounds for the makespan. With one pool of P that executions without children take one of:
 *
 *     max(span, work / P)  <=  makespan  <=  work / P + (1 - 1/P) * span
 *
 * Where time passes that holds nothing of the pool (delays, others), up to `work / P + span`: R. P. Brent, "The parallel
 * evaluation of general arithmetic expressions", Journal of the ACM 21 (1974); R. L. Graham (1966, 1969). O(V * P + E).
 */
export function makespanBounds(dag: TimedDag, weights: Weights, pools: readonly Pool[]): MakespanBounds {
  const limited = pools.filter(({ capacity }) => capacity < Infinity);
  const spanNs = retime(dag, weights).untilNs - dag.fromNs;
  const wayNs = waysToEndNs(dag, weights);
  const headNs = earliestNs(dag, weights);
  const least = limited.map((pool) => {
    const workNs = workOf(pool, weights, (node) => wayNs[node] > -Infinity);
    return workNs === 0 ? 0 : workNs / pool.capacity + headNs;
  });
  return {
    spanNs,
    workNs: pools.map((pool) => workOf(pool, weights, () => true)),
    lowerNs: least.reduce((longest, ns) => Math.max(longest, ns), spanNs),
    upperNs: upperBoundNs(dag, weights, limited, spanNs),
  };
}

/** Clocks differ: what starts before the run has more time than its makespan. 0 or less. */
function earliestNs(dag: TimedDag, { delayNs }: Weights): number {
  const { blocker, numbers } = eventGraph(dag);
  let earliest = 0;
  for (let node = 0; node < dag.size; node++) {
    if (blocker[numbers.start[node]] < 0) earliest = Math.min(earliest, delayNs[node]);
  }
  return earliest;
}

function workOf({ demand }: Pool, { workNs }: Weights, isCounted: (node: number) => boolean): number {
  let sum = 0;
  for (let node = 0; node < demand.length; node++) if (isCounted(node)) sum += demand[node] * workNs[node];
  return sum;
}

function upperBoundNs(dag: TimedDag, weights: Weights, pools: readonly Pool[], spanNs: number): number {
  if (pools.length === 0) return spanNs;
  const [pool] = pools;
  const workers = Math.floor(pool.capacity);
  if (pools.length > 1 || workers === 0 || !areSingleHolders(dag, pool)) return Infinity;
  const sharedNs = workOf(pool, weights, () => true) / workers;
  return sharedNs + (isAlwaysHeld(weights, pool) ? spanNs - spanNs / workers : spanNs);
}

/** Everyone takes one or nothing, and nobody keeps it while it waits for what it called. */
function areSingleHolders(dag: TimedDag, { demand }: Pool): boolean {
  for (let node = 0; node < dag.size; node++) {
    if (demand[node] !== 0 && demand[node] !== 1) return false;
    if (dag.parent[node] >= 0 && demand[dag.parent[node]] > 0) return false;
  }
  return true;
}

/** Whether no time passes in which nobody holds anything. */
function isAlwaysHeld({ delayNs, workNs }: Weights, { demand }: Pool): boolean {
  for (let node = 0; node < delayNs.length; node++) {
    if (delayNs[node] > 0 || (workNs[node] > 0 && demand[node] !== 1)) return false;
  }
  return true;
}
