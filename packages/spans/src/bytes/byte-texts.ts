import type { ByteView } from './byte-view.ts';
import { doubled } from './lengthened.ts';
import { hashOfBytes } from './utf8.ts';

/** Bounds memory against inputs in which every text is new. */
const mostTexts = 65_536;
/** Bounds time against inputs whose texts were chosen to share one slot. */
const mostProbes = 32;
const wordBytes = 8;

/**
 * Numbers of short texts by the bytes in which they were written. Telemetry says the same things in the same order, so
 * what followed a text the last two times is looked for first.
 *
 * Texts are compared eight bytes at a time, as doubles: no integer of that size is as fast. Two doubles that are equal
 * have the same bytes, but for zeros; so bytes that make a zero or NaN, which no usual text holds, are not kept.
 */
export class ByteTexts {
  /** The number of the text that `expectedEnd` has just found. */
  found = 0;

  readonly #longest: number;
  #size = 0;
  /** The place of the text that was found last, and of what followed each one: two a text, the later first. */
  #last = 0;
  #following = new Uint32Array(128);
  /** A power of two, at least twice `#size`. A text's place + 1; 0: free. */
  #slots = new Uint32Array(128);
  #hash = new Uint32Array(64);
  #number = new Uint32Array(64);
  #length = new Uint32Array(64);
  /** The first of the words of each text; the last overlaps the one before. */
  #firstWord = new Uint32Array(64);
  #wordCount = 0;
  #words = new Float64Array(256);
  /** The same memory: texts of less than eight bytes are in here. */
  #halves = new Int32Array(this.#words.buffer);

  /** Texts of more bytes than `longest` are not kept. */
  constructor(longest = 64) {
    this.#longest = longest;
  }

  /** The end of the text at `from`, if it is one that followed the last one before. -1: it is another. */
  expectedEnd(source: ByteView, from: number): number {
    if (this.#size === 0) return -1;
    const slot = this.#last * 2;
    let at = this.#following[slot];
    if (!this.#isAt(at, source, from, this.#length[at])) {
      at = this.#following[slot + 1];
      if (!this.#isAt(at, source, from, this.#length[at])) return -1;
      this.#follow(at);
    } else this.#last = at;
    this.found = this.#number[at];
    return from + this.#length[at];
  }

  /** The number under which bytes were added. -1: they were not. */
  find(source: ByteView, from: number, to: number): number {
    const length = to - from;
    if (length > this.#longest) return -1;
    const hash = hashOfBytes(source, from, to) >>> 0;
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < mostProbes; probe++) {
      const at = this.#slots[(hash + probe) & mask] - 1;
      if (at < 0) return -1;
      if (this.#hash[at] !== hash || this.#length[at] !== length || !this.#isAt(at, source, from, length)) continue;
      this.#follow(at);
      return this.#number[at];
    }
    return -1;
  }

  /** Adds bytes that were not found. False: there is no room for them. */
  add(source: ByteView, from: number, to: number, number: number): boolean {
    const length = to - from;
    if (length > this.#longest || this.#size === mostTexts) return false;
    if (this.#size === this.#hash.length) this.#grow();
    const hash = hashOfBytes(source, from, to) >>> 0;
    if (!this.#areWordsKept(source, from, length) || !this.#place(hash, this.#size)) return false;
    const at = this.#size++;
    this.#length[at] = length;
    this.#firstWord[at] = this.#wordCount;
    this.#wordCount += Math.max(1, Math.ceil(length / wordBytes));
    this.#hash[at] = hash;
    this.#number[at] = number;
    this.#follow(at);
    return true;
  }

  /** Remembers what followed the last text. */
  #follow(at: number): void {
    const slot = this.#last * 2;
    this.#following[slot + 1] = this.#following[slot];
    this.#following[slot] = at;
    this.#last = at;
  }

  #isAt(at: number, { bytes, view }: ByteView, from: number, length: number): boolean {
    let word = this.#firstWord[at];
    if (length >= wordBytes) {
      const words = this.#words;
      const last = length - wordBytes;
      for (let i = 0; i < last; i += wordBytes) if (words[word++] !== view.getFloat64(from + i, true)) return false;
      return words[word] === view.getFloat64(from + last, true);
    }
    const halves = this.#halves;
    word *= 2;
    if (length >= 4)
      return halves[word] === view.getInt32(from, true) && halves[word + 1] === view.getInt32(from + length - 4, true);
    return halves[word] === fewBytes(bytes, from, length);
  }

  /** Writes words behind those in use. False: equal words might be of other bytes. */
  #areWordsKept({ bytes, view }: ByteView, from: number, length: number): boolean {
    let word = this.#wordCount;
    if (word + this.#longest / wordBytes + 1 > this.#words.length) {
      this.#words = doubled(this.#words);
      this.#halves = new Int32Array(this.#words.buffer);
    }
    if (length < wordBytes) {
      this.#halves[word * 2] = length < 4 ? fewBytes(bytes, from, length) : view.getInt32(from, true);
      this.#halves[word * 2 + 1] = length < 4 ? 0 : view.getInt32(from + length - 4, true);
      return true;
    }
    const last = length - wordBytes;
    for (let i = 0; ; i = Math.min(i + wordBytes, last)) {
      const value = view.getFloat64(from + i, true);
      if (value === 0 || Number.isNaN(value)) return false;
      this.#words[word++] = value;
      if (i === last) return true;
    }
  }

  #place(hash: number, at: number): boolean {
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < mostProbes; probe++) {
      const slot = (hash + probe) & mask;
      if (this.#slots[slot] !== 0) continue;
      this.#slots[slot] = at + 1;
      return true;
    }
    return false;
  }

  #grow(): void {
    this.#hash = doubled(this.#hash);
    this.#following = doubled(this.#following);
    this.#number = doubled(this.#number);
    this.#length = doubled(this.#length);
    this.#firstWord = doubled(this.#firstWord);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#size; at++) this.#place(this.#hash[at], at);
  }
}

/** Up to three bytes as a number. */
function fewBytes(bytes: Uint8Array, from: number, length: number): number {
  let word = 0;
  for (let i = 0; i < length; i++) word |= bytes[from + i] << (8 * i);
  return word;
}
