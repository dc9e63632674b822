import type { ByteView } from '../bytes/byte-view.ts';
import { ByteTexts } from '../bytes/byte-texts.ts';
import { textOfUtf8 } from '../bytes/utf8.ts';

const QUOTE = 0x22;
/** Bounds the memory of the lookup against inputs in which every text is new. */
const mostShared = 65_536;

/** Texts by small numbers. Those that repeat are kept once. */
export class StringTable {
  readonly #texts: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #byBytes = new ByteTexts();
  readonly #longestShared: number;

  /** Texts longer than `longestShared` are kept without looking whether they are known: that costs more than it saves. */
  constructor(longestShared = Infinity) {
    this.#longestShared = longestShared;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** So many texts that new ones may no longer be shared: a table that lives on should start afresh. */
  get isFull(): boolean {
    return this.#texts.length >= mostShared;
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

  /** The number of the text that `expectedEnd` has just found. */
  get found(): number {
    return this.#byBytes.found;
  }

  /** The closing quote of the text at `from`, if it is the one that is expected. -1: look for it. */
  expectedEnd(source: ByteView, from: number): number {
    const end = this.#byBytes.expectedEnd(source, from);
    return source.bytes[end] === QUOTE ? end : -1;
  }

  /** The number of a text by its bytes, if it is short and can be shared. -1: it is not. */
  shared(source: ByteView, from: number, to: number): number {
    const known = this.#byBytes.find(source, from, to);
    if (known >= 0) return known;
    const index = this.#texts.length;
    if (!this.#byBytes.add(source, from, to, index)) return -1;
    return this.#texts.push(textOfUtf8(source.bytes, from, to)) - 1;
  }

  /** The number of a text by its bytes. */
  addUtf8(source: ByteView, from: number, to: number): number {
    const number = this.shared(source, from, to);
    return number >= 0 ? number : this.add(textOfUtf8(source.bytes, from, to));
  }

  /** The text of a number that `add` gave. */
  at(index: number): string {
    return this.#texts[index];
  }
}
