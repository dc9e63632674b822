/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How a document may depart from what is usual. */
export interface Oddness {
  /** Of each part of a span, from 0 to 1. */
  readonly inSpans: number;
  /** Of each part around spans. */
  readonly around: number;
}

/** What a maker of random input decides by. */
export class Choices {
  readonly #random: Random;
  readonly #oddness: Oddness;

  constructor(random: Random, oddness: Oddness) {
    this.#random = random;
    this.#oddness = oddness;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  isOdd(): boolean {
    return this.chance(this.#oddness.inSpans);
  }

  isOddAround(): boolean {
    return this.chance(this.#oddness.around);
  }

  shuffled<T>(list: readonly T[]): readonly T[] {
    return list
      .map((value) => ({ value, at: this.#random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }
}
