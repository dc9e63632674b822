/** Where in a transcript words were seen: at which of its steps first, and at which last. */
export class Sightings {
  readonly #first = new Map<string, number>();
  readonly #last = new Map<string, number>();

  /** Steps come in order. O(words). */
  add(index: number, words: Iterable<string>): void {
    for (const word of words) {
      if (!this.#first.has(word)) this.#first.set(word, index);
      this.#last.set(word, index);
    }
  }

  /** Those words that no earlier step has. */
  newAt(index: number, words: Iterable<string>): readonly string[] {
    return [...words].filter((word) => (this.#first.get(word) ?? index) >= index);
  }

  /** Whether a later step has it. */
  isSeenAfter(index: number, word: string): boolean {
    return (this.#last.get(word) ?? index) > index;
  }
}
