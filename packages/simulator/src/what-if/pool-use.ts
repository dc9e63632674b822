import type { RunView } from '@faultline/core';
import type { EventGraph } from '@faultline/graph';

/** How much of a resource was in use, as a staircase over time. */
export class PoolUse {
  /** When it changed, ascending; what was in use from then on. */
  readonly #atNs: Float64Array;
  readonly #inUse: Float64Array;
  readonly #demand: Float64Array;
  /** At once, or by one execution that took no time. */
  readonly most: number;

  /** O(V log V). */
  constructor({ executionCount, startNs, endNs }: RunView, demand: Float64Array) {
    this.#demand = demand;
    const changes: { atNs: number; by: number }[] = [];
    for (let node = 0; node < executionCount; node++) {
      if (demand[node] === 0 || endNs[node] <= startNs[node]) continue;
      changes.push({ atNs: startNs[node], by: demand[node] }, { atNs: endNs[node], by: -demand[node] });
    }
    // What is given back at an instant is there for those that ask at that instant.
    changes.sort((a, b) => a.atNs - b.atNs || a.by - b.by);
    this.#atNs = Float64Array.from(changes, ({ atNs }) => atNs);
    this.#inUse = new Float64Array(changes.length);
    let inUse = 0;
    let most = demand.reduce((largest, amount) => Math.max(largest, amount), 0);
    for (const [at, { by }] of changes.entries()) {
      inUse += by;
      // Decimal amounts do not add up exactly.
      if (Math.abs(inUse) < 1e-9) inUse = 0;
      this.#inUse[at] = inUse;
      most = Math.max(most, inUse);
    }
    this.most = most;
  }

  /**
   * Raises, by node, how long an execution waited from when it asked until enough was free. O(V log V) for each distinct
   * demand.
   */
  addQueued(
    { numbers, observedNs }: EventGraph,
    capacity: number,
    askedNs: Float64Array,
    queuedNs: Float64Array,
  ): void {
    const fullBefore = new Map<number, Int32Array>();
    for (let node = 0; node < queuedNs.length; node++) {
      const startNs = observedNs[numbers.start[node]];
      const amount = this.#demand[node];
      if (amount === 0 || askedNs[node] >= startNs) continue;
      let lastFull = fullBefore.get(amount);
      if (lastFull === undefined) fullBefore.set(amount, (lastFull = this.#lastFull(capacity - amount)));
      const stair = this.#stairBefore(startNs);
      const full = stair < 0 ? -1 : lastFull[stair];
      if (full < 0) continue;
      const freeNs = Math.min(this.#atNs[full + 1] ?? startNs, startNs);
      queuedNs[node] = Math.max(queuedNs[node], freeNs - askedNs[node]);
    }
  }

  /** By stair: the last one up to it at which more than `room` was in use; -1 if none. */
  #lastFull(room: number): Int32Array {
    const last = new Int32Array(this.#atNs.length);
    let full = -1;
    for (let stair = 0; stair < last.length; stair++) {
      const endsLater = this.#atNs[stair] < (this.#atNs[stair + 1] ?? Infinity);
      if (endsLater && this.#inUse[stair] > room + 1e-9) full = stair;
      last[stair] = full;
    }
    return last;
  }

  /** The last stair that begins before a time. */
  #stairBefore(ns: number): number {
    let [low, high] = [0, this.#atNs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#atNs[middle] < ns) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
