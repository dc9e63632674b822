import { addToHistogram, addToSample, distributionOf, emptyHistogram, type BottomKSample } from '@faultline/stats';

/** How long runs took, in bounded memory: the ends exactly, the median within 1 % where there are hundreds. */
export class DurationSpread {
  readonly #histogram = emptyHistogram();
  readonly #sample: BottomKSample = [];
  #count = 0;
  #leastMs = Infinity;
  #mostMs = 0;

  add(durationMs: number): void {
    addToHistogram(this.#histogram, durationMs);
    addToSample(this.#sample, String(this.#count++), durationMs);
    this.#leastMs = Math.min(this.#leastMs, durationMs);
    this.#mostMs = Math.max(this.#mostMs, durationMs);
  }

  get count(): number {
    return this.#count;
  }

  get leastMs(): number {
    return this.#leastMs;
  }

  get mostMs(): number {
    return this.#mostMs;
  }

  /** Throws RangeError where nothing was added. */
  get medianMs(): number {
    return distributionOf({ histogram: this.#histogram, values: this.#sample.map(([, value]) => value) }).quantile(0.5);
  }
}
