import { conformalPValue } from './conformal-p-value.ts';
import { firstIndex } from './first-index.ts';
import { shareAtLeast, tailFit, type Tail } from './tail-fit.ts';
import type { TailP } from './tail-p-value.ts';

/**
 * The latest values of a figure, to tell of the next how likely one at least as far from their median is: by the rank of
 * its distance, whatever the distribution; and by a fitted tail (`tailFit`) where fewer than ten were as far.
 *
 * Median, ranks and tail are brought up to date each time as many values have come as are 2 % of those remembered; until
 * then they are a little old. O(log memory) per value on the mean, and 16 bytes per value of the memory.
 */
export class LatestRanks {
  /** The latest values and their distances, the oldest overwritten by the newest. */
  readonly #values: Float64Array;
  readonly #distances: Float64Array;
  #seen = 0;
  #updateAt = 1;
  #median = 0;
  /** The distances in ascending order, and their tail, as they were at the last update. */
  #sorted = new Float64Array();
  #tail: Tail | undefined;

  constructor(memory: number) {
    this.#values = new Float64Array(memory);
    this.#distances = new Float64Array(memory);
  }

  /** The p-value of a value among those before it, 1 for the first. Remembers it. */
  next(value: number): TailP {
    if (this.#seen === 0) this.#median = value;
    else if (this.#seen >= this.#updateAt) this.#update();
    const distance = Math.abs(value - this.#median);
    const at = this.#seen++ % this.#values.length;
    this.#values[at] = value;
    this.#distances[at] = distance;
    return this.#pValueOf(distance);
  }

  #update(): void {
    const count = Math.min(this.#seen, this.#values.length);
    const values = this.#values.subarray(0, count).toSorted();
    this.#median = (values[(count - 1) >>> 1] + values[count >>> 1]) / 2;
    this.#sorted = this.#distances.subarray(0, count).toSorted();
    this.#tail = tailFit(Array.from(this.#sorted.subarray(-tailSize).toReversed()), count);
    this.#updateAt = this.#seen + Math.max(1, Math.floor(count / 50));
  }

  #pValueOf(distance: number): TailP {
    const { length } = this.#sorted;
    const asFar = length - firstIndex(length, (index) => this.#sorted[index] >= distance);
    const p = conformalPValue(asFar, length);
    if (asFar >= fewestForRank || this.#tail === undefined) return { p, guarantee: 'exact' };
    const fitted = Math.max(leastP, shareAtLeast(this.#tail, distance));
    return fitted < p ? { p: fitted, guarantee: 'extrapolated' } : { p, guarantee: 'exact' };
  }
}

/** The tail is that of the largest fifth of the distances, and of no more than so many. */
const tailSize = 200;

/** How many values must be as far for their number alone to be a good measure: its relative error is then a third. */
const fewestForRank = 10;

/** No fit to some thousand values can say less. */
const leastP = 1e-12;
