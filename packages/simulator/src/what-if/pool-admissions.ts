import type { EventGraph } from '@faultline/graph';
import { MinHeap } from '../min-heap.ts';
import type { Pool } from '../pool.ts';
import { LatestToAsk } from './latest-to-ask.ts';

/** When executions asked pools for what they need, and when they had it. Columns by node. */
export interface PoolAdmissions {
  readonly askedNs: Float64Array;
  /** Not before it asked, not after it started. */
  readonly admittedNs: Float64Array;
}

/**
 * Which part of the time before each start pools explain, if who asks first is served first. Two traps:
 *
 * - One that was overtaken by a later one that took as much or more did not wait for the pool until then: it asked when that
 *   one did. One that never found a pool short asked when it started.
 * - One that has what it needs holds it, even if it starts later.
 *
 *     capacity 1     a |====|            b asked at 0 and was admitted when a had ended;
 *                    b -----..|==|       .. is a part of its turn
 *
 * A first-come, first-served replay with these askings and turns starts everything when it did start. `readyNs`: when each
 * could have asked first. O(V log V) for each pool.
 */
export function poolAdmissions(graph: EventGraph, pools: readonly Pool[], readyNs: Float64Array): PoolAdmissions {
  const { numbers, observedNs } = graph;
  const askedNs = readyNs.slice();
  const admittedNs = readyNs.slice();
  const records = pools.map((pool) => new PoolRecord(pool));
  for (const node of byStart(graph, readyNs.length)) {
    const startNs = observedNs[numbers.start[node]];
    const asked = records.filter((record) => record.demandOf(node) > 0);
    if (asked.length === 0) continue;
    for (const record of asked) askedNs[node] = Math.max(askedNs[node], record.notBeforeNs(node));
    let admitted = askedNs[node];
    for (const record of asked) admitted = record.freeFrom(node, admitted);
    // One that took no time may have started in a pool that was full.
    admitted = Math.min(admitted, startNs);
    if (admitted === askedNs[node]) askedNs[node] = admitted = startNs;
    admittedNs[node] = admitted;
    for (const record of asked) record.admit(node, askedNs[node], admitted, observedNs[numbers.end[node]]);
  }
  return { askedNs, admittedNs };
}

/** Callers before those they call. */
function byStart({ numbers: { start }, observedNs }: EventGraph, size: number): Uint32Array {
  return Uint32Array.from({ length: size }, (_, node) => node).toSorted(
    (a, b) => observedNs[start[a]] - observedNs[start[b]] || start[a] - start[b],
  );
}

/** One pool, as those use it who start one after the other. */
class PoolRecord {
  readonly #demand: Float64Array;
  readonly #rounding: number;
  readonly #latest = new LatestToAsk();
  readonly #holding = new MinHeap();
  #free: number;
  #lastAdmittedNs = -Infinity;

  constructor({ capacity, demand }: Pool) {
    this.#demand = demand;
    this.#free = capacity;
    this.#rounding = Number.isFinite(capacity) ? 1e-9 * capacity : 0;
  }

  demandOf(node: number): number {
    return this.#demand[node];
  }

  /** When the last asked of those before it that took as much. */
  notBeforeNs(node: number): number {
    return this.#latest.atLeast(this.#demand[node]);
  }

  /** From when on it has room, not before others that went before had theirs, and not before a given time. */
  freeFrom(node: number, fromNs: number): number {
    let ns = Math.max(fromNs, this.#lastAdmittedNs);
    while (this.#holding.size > 0 && (this.#holding.key <= ns || !this.#fits(node))) {
      ns = Math.max(ns, this.#holding.key);
      this.#free += this.#demand[this.#holding.pop()];
    }
    return ns;
  }

  admit(node: number, askedNs: number, admittedNs: number, endNs: number): void {
    this.#lastAdmittedNs = admittedNs;
    this.#latest.add(this.#demand[node], askedNs);
    this.#free -= this.#demand[node];
    this.#holding.push(endNs, node);
  }

  /** Decimal amounts do not add up exactly. */
  #fits(node: number): boolean {
    return this.#demand[node] <= this.#free + this.#rounding;
  }
}
