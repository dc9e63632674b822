import { LatestRanks } from './latest-ranks.ts';
import { seasonLength } from './season-length.ts';
import type { TailP } from './tail-p-value.ts';

/** What a detector says of a value. */
export interface StreamedValue extends TailP {
  /** Whether to tell someone: p is small, and no alarm as strong was given just before. */
  readonly isAlarm: boolean;
}

/** How a detector is set. */
export interface StreamingDetectorOptions {
  /** The largest p-value of an alarm. */
  readonly alpha?: number;
  /** The number of values to learn before the first p-value; a season is found if it comes twice among them. */
  readonly learning?: number;
  /** The number of values after an alarm in which only a smaller p-value gives another one; half of `learning` unless given. */
  readonly quiet?: number;
  /** The number of latest values to compare with. */
  readonly memory?: number;
}

/**
 * Watches one figure as it comes in, value after value, and tells which are unusual by what it has seen so far. It looks
 * at a value in three ways, each time by the rank among the latest (`LatestRanks`):
 *
 *     level       the value itself
 *     season      its difference from the value one season earlier, if the values it learned from have one (`seasonLength`)
 *     roughness   the logarithm of the mean step over the last 16 values: what shakes more than usual, or stands still
 *
 * Level and season get the same attention, roughness a twentieth of all: p is the smallest of the three, each divided by
 * its share (Bonferroni). An anomaly that lasts gives one alarm, and another where it grows.
 *
 * While values are exchangeable, at most a share α has an exact p-value of at most α, save for ranks being a little old
 * and for the twentieth, which is about values together with those before them. O(log memory) per value on the mean, and
 * 48 bytes per value of the memory; once, when it has learned, O(learning²).
 *
 *     const detector = new StreamingDetector({ learning: 200 });
 *     for (const value of values) if (detector.next(value).isAlarm) console.log('unusual', value);
 */
export class StreamingDetector {
  readonly #alpha: number;
  readonly #learning: number;
  readonly #quiet: number;
  readonly #memory: number;
  /** As many of the latest values as were learned from, the oldest overwritten. */
  readonly #values: Float64Array;
  #seen = 0;
  /** The latest steps, without their signs. */
  readonly #steps = new Float64Array(roughnessSpan);
  readonly #level: LatestRanks;
  readonly #roughness: LatestRanks;
  #season: Season | undefined;
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
    this.#values = new Float64Array(learning);
    this.#level = new LatestRanks(memory);
    this.#roughness = new LatestRanks(memory);
  }

  /**
   * Judges the next value by those before it, and then remembers it.
   *
   * @throws RangeError if it is not finite.
   */
  next(value: number): StreamedValue {
    if (!Number.isFinite(value)) throw new RangeError(`A detector watches finite values, not ${value}.`);
    const at = this.#seen++;
    if (at === this.#learning) this.#findSeason();
    const level = this.#level.next(value);
    const season = this.#season?.ranks.next(this.#differenceAt(at, value, this.#season));
    const roughness = this.#roughnessAt(at, value);
    this.#values[at % this.#learning] = value;
    if (at < this.#learning) return { p: 1, guarantee: 'exact', isAlarm: false };

    const main = season === undefined ? [level] : [level, season];
    const { p, guarantee } = smallest([
      ...main.map((one) => divided(one, (1 - roughnessShare) / main.length)),
      divided(roughness, roughnessShare),
    ]);
    const isQuiet = at <= this.#lastAlarm.at + this.#quiet && p >= this.#lastAlarm.p;
    const isAlarm = p <= this.#alpha && !isQuiet;
    if (isAlarm) this.#lastAlarm = { p, at };
    return { p, guarantee, isAlarm };
  }

  /** One of as many latest values as were learned from. */
  #valueAt(at: number): number {
    return this.#values[at % this.#learning];
  }

  #findSeason(): void {
    const length = seasonLength(Array.from(this.#values));
    if (length === undefined) return;
    const largest = this.#values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const season = { length, unit: largest * leastDifference, ranks: new LatestRanks(this.#memory) };
    for (let at = length; at < this.#learning; at++)
      season.ranks.next(this.#differenceAt(at, this.#valueAt(at), season));
    this.#season = season;
  }

  #roughnessAt(at: number, value: number): TailP {
    if (at === 0) return nothingUnusual;
    this.#steps[at % roughnessSpan] = Math.abs(value - this.#valueAt(at - 1));
    if (at < roughnessSpan) return nothingUnusual;
    const sum = this.#steps.reduce((total, step) => total + step, 0);
    return this.#roughness.next(Math.round(Math.log2(Math.max(Number.MIN_VALUE, sum)) / leastRatio) * leastRatio);
  }

  /** Without what rounding leaves where a series repeats itself to the digit: that would be a distribution of its own. */
  #differenceAt(at: number, value: number, { length, unit }: Season): number {
    return Math.round((value - this.#valueAt(at - length)) / unit) * unit;
  }
}

interface Season {
  /** In values. */
  readonly length: number;
  /** What differences are multiples of. */
  readonly unit: number;
  /** Of the differences between values that are one season apart. */
  readonly ranks: LatestRanks;
}

/** Of the largest value: far above the precision of numbers, far below that of measurements. */
const leastDifference = 2 ** -40;

/** What logarithms are multiples of, for the same reason. */
const leastRatio = 2 ** -20;

const roughnessSpan = 16;

/** Of the attention. */
const roughnessShare = 0.05;

const nothingUnusual: TailP = { p: 1, guarantee: 'exact' };

const divided = ({ p, guarantee }: TailP, share: number): TailP => ({ p: Math.min(1, p / share), guarantee });

const smallest = (ps: readonly TailP[]): TailP => ps.reduce((least, one) => (one.p < least.p ? one : least));
