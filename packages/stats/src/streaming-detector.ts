import { conformalPValue } from './conformal-p-value.ts';
import { firstIndex } from './first-index.ts';
import { shareAtLeast, tailFit, type Tail } from './tail-fit.ts';

/** What a detector says of a value. */
export interface StreamedValue {
  /** How likely a value at least as far from the median is; 1 while the detector learns. */
  readonly p: number;
  /** `extrapolated` where fewer than ten earlier values are as far, and a fitted tail gives less than their rank. */
  readonly guarantee: 'exact' | 'extrapolated';
  /** Whether to tell someone: p is small, and no alarm as strong was given just before. */
  readonly isAlarm: boolean;
}

/** How a detector is set. */
export interface StreamingDetectorOptions {
  /** The largest p-value of an alarm. */
  readonly alpha?: number;
  /** The number of values to learn before the first p-value. */
  readonly learning?: number;
  /** The number of values after an alarm in which only a smaller p-value gives another one; half of `learning` unless given. */
  readonly quiet?: number;
  /** The number of latest values to compare with. */
  readonly memory?: number;
}

/**
 * Watches one figure as it comes in, value after value, and tells which are unusual by what it has seen so far: by the
 * rank of their distance from the median among those of the last values, whatever their distribution; and by a fitted
 * tail (`tailFit`) where fewer than ten were as far. An anomaly that lasts gives one alarm, and another where it grows.
 *
 * Median, ranks and tail are brought up to date each time the history has grown, or its oldest part has been replaced,
 * by 2 %; until then they are a little old. While values are exchangeable, at most a share α has an exact p-value of at
 * most α, save for that. Values that depend on those before them, such as a load by the hour of the day, are told apart
 * by their distance alone. O(log memory) per value on the mean, and 16 bytes per value of the memory.
 *
 *     const detector = new StreamingDetector({ learning: 200 });
 *     for (const value of values) if (detector.next(value).isAlarm) console.log('unusual', value);
 */
export class StreamingDetector {
  readonly #alpha: number;
  readonly #learning: number;
  readonly #quiet: number;
  readonly #memory: number;
  /** The last values and their distances, the oldest overwritten by the newest. */
  readonly #values: Float64Array;
  readonly #distances: Float64Array;
  #seen = 0;
  #updateAt = 0;
  #median = 0;
  /** The distances in ascending order, and their tail, as they were at the last update. */
  #sorted = new Float64Array();
  #tail: Tail | undefined;
  #lastAlarm = { p: 1, at: -Infinity };

  constructor({
    alpha = 0.01,
    learning = 100,
    quiet = Math.floor(learning / 2),
    memory = 10_000,
  }: StreamingDetectorOptions = {}) {
    if (!(alpha > 0 && alpha < 1)) throw new RangeError(`An alarm has a p-value between 0 and 1, not ${alpha}.`);
    if (!(learning >= 1 && quiet >= 0 && memory >= learning))
      throw new RangeError(`A memory of ${memory} does not hold ${learning} values to learn, or a number is negative.`);
    this.#alpha = alpha;
    this.#learning = learning;
    this.#quiet = quiet;
    this.#memory = memory;
    this.#values = new Float64Array(memory);
    this.#distances = new Float64Array(memory);
  }

  /**
   * Judges the next value by those before it, and then remembers it.
   *
   * @throws RangeError if it is not finite.
   */
  next(value: number): StreamedValue {
    if (!Number.isFinite(value)) throw new RangeError(`A detector watches finite values, not ${value}.`);
    if (this.#seen === 0) this.#median = value;
    else if (this.#seen >= this.#updateAt) this.#update();
    const distance = Math.abs(value - this.#median);
    const at = this.#seen++;
    this.#values[at % this.#memory] = value;
    this.#distances[at % this.#memory] = distance;
    if (at < this.#learning) return { p: 1, guarantee: 'exact', isAlarm: false };

    const { p, guarantee } = this.#pValueOf(distance);
    const isQuiet = at <= this.#lastAlarm.at + this.#quiet && p >= this.#lastAlarm.p;
    const isAlarm = p <= this.#alpha && !isQuiet;
    if (isAlarm) this.#lastAlarm = { p, at };
    return { p, guarantee, isAlarm };
  }

  #update(): void {
    const count = Math.min(this.#seen, this.#memory);
    const values = this.#values.subarray(0, count).toSorted();
    this.#median = (values[(count - 1) >>> 1] + values[count >>> 1]) / 2;
    this.#sorted = this.#distances.subarray(0, count).toSorted();
    this.#tail = tailFit(Array.from(this.#sorted.toReversed()), count);
    this.#updateAt = this.#seen + Math.max(1, Math.floor(count / 50));
  }

  #pValueOf(distance: number): Pick<StreamedValue, 'p' | 'guarantee'> {
    const { length } = this.#sorted;
    const asFar = length - firstIndex(length, (index) => this.#sorted[index] >= distance);
    const p = conformalPValue(asFar, length);
    if (asFar >= fewestForRank || this.#tail === undefined) return { p, guarantee: 'exact' };
    const fitted = Math.max(leastP, shareAtLeast(this.#tail, distance));
    return fitted < p ? { p: fitted, guarantee: 'extrapolated' } : { p, guarantee: 'exact' };
  }
}

/** How many values must be as far for their number alone to be a good measure: its relative error is then a third. */
const fewestForRank = 10;

/** No fit to some thousand values can say less. */
const leastP = 1e-12;
