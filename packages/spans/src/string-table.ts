/** Bounds the memory of the lookup against inputs in which every text is new. */
const mostShared = 65_536;

/** Texts by small numbers. Those that repeat are kept once. */
export class StringTable {
  readonly #texts: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #longestShared: number;

  /** Texts longer than `longestShared` are kept without looking whether they are known: that costs more than it saves. */
  constructor(longestShared = Infinity) {
    this.#longestShared = longestShared;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text. A text may get several numbers where it is long, or comes after very many others. */
  add(text: string): number {
    if (text.length > this.#longestShared) return this.#texts.push(text) - 1;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const index = this.#texts.push(text) - 1;
    if (this.#known.size < mostShared) this.#known.set(text, index);
    return index;
  }

  /** The text of a number that `add` gave. */
  at(index: number): string {
    return this.#texts[index];
  }
}
