/** Power of two, well above the number of names. */
const slotCount = 64;

/**
 * Tells which of a few names stands at a place, without making a text of it. Names have at least three ASCII characters
 * and differ in their first four bytes, or in three and the closing quote.
 *
 *     names.find(view, at)   with `startTimeUnixNano":...` at `at`: the number of that name
 */
export class FieldNames {
  /** The length of each name. */
  readonly lengths: Uint8Array;
  readonly #slots = new Int8Array(slotCount).fill(-1);
  readonly #factor: number;
  /** Names with their closing quote, four bytes each; the last four overlap those before. */
  readonly #words: Int32Array;
  readonly #firstWord: Uint16Array;

  constructor(names: readonly string[]) {
    this.lengths = Uint8Array.from(names, ({ length }) => length);
    this.#firstWord = new Uint16Array(names.length + 1);
    const words: number[] = [];
    for (const [index, name] of names.entries()) {
      const quoted = `${name}"`;
      for (let at = 0; at < quoted.length - 4; at += 4) words.push(wordOf(quoted, at));
      words.push(wordOf(quoted, quoted.length - 4));
      this.#firstWord[index + 1] = words.length;
    }
    this.#words = Int32Array.from(words);
    this.#factor = this.#placed(names.length);
  }

  /** The number of the name that begins at `at` and ends in a quote. -1: none of these. */
  find(view: DataView, at: number): number {
    const word = view.getInt32(at, true);
    const name = this.#slots[(Math.imul(word, this.#factor) >>> 26) & (slotCount - 1)];
    if (name < 0) return -1;
    const from = this.#firstWord[name];
    if (this.#words[from] !== word) return -1;
    const last = this.#firstWord[name + 1] - 1;
    for (let i = from + 1; i < last; i++) if (this.#words[i] !== view.getInt32(at + (i - from) * 4, true)) return -1;
    return this.#words[last] === view.getInt32(at + this.lengths[name] - 3, true) ? name : -1;
  }

  /** Looks for a factor that sends every name to a slot of its own. */
  #placed(count: number): number {
    for (let factor = 0x9e3779b1; ; factor += 2) {
      this.#slots.fill(-1);
      let placed = 0;
      for (; placed < count; placed++) {
        const slot = (Math.imul(this.#words[this.#firstWord[placed]], factor) >>> 26) & (slotCount - 1);
        if (this.#slots[slot] >= 0) break;
        this.#slots[slot] = placed;
      }
      if (placed === count) return factor;
    }
  }
}

const wordOf = (text: string, at: number): number =>
  text.charCodeAt(at) |
  (text.charCodeAt(at + 1) << 8) |
  (text.charCodeAt(at + 2) << 16) |
  (text.charCodeAt(at + 3) << 24);
