/** Something there is only so much of: workers, memory, GPUs, slots of a rate limit. */
export interface Pool {
  /** How much of it there is. `Infinity`: nobody ever waits for it. */
  readonly capacity: number;
  /** By node: how much of it an execution holds from its start to its end. */
  readonly demand: Float64Array;
}

/**
 * Who goes on when something is given back. `fifo`: nobody overtakes one that waits for a same pool. `first-fit`: whoever
 * fits, in order; nothing is idle that somebody could use, but small ones overtake large ones.
 */
export type PoolPolicy = 'fifo' | 'first-fit';

/** A `RangeError` unless a pool can serve so many nodes. O(V). */
export function assertPool({ capacity, demand }: Pool, size: number): void {
  if (!(capacity >= 0)) throw new RangeError(`A pool holds 0 or more, not ${capacity}.`);
  if (demand.length < size) throw new RangeError(`A pool knows the demand of ${demand.length} nodes, not of ${size}.`);
  if (demand.some((amount) => !(amount >= 0))) throw new RangeError('A demand is 0 or more.');
}
