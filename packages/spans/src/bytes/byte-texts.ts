import type { ByteView } from './byte-view.ts';
import { doubled } from './lengthened.ts';
import { hashOfBytes } from './utf8.ts';

/** Bounds memory against inputs in which every text is new. */
const mostTexts = 65_536;
/** Bounds time against inputs whose texts were chosen to share one slot. */
const mostProbes = 32;

/**
 * Numbers of short texts by the bytes in which they were written. Telemetry says the same things in the same order, so
 * what followed a text last time is looked for first.
 */
export class ByteTexts {
  /** The number of the text that `expectedEnd` has just found. */
  found = 0;

  readonly #longest: number;
  #size = 0;
  /** The place of the text that was found last, and of what followed each one. */
  #last = 0;
  #following = new Uint32Array(128);
  /** A power of two, at least twice `#size`. A text's place + 1; 0: free. */
  #slots = new Uint32Array(256);
  #hash = new Uint32Array(128);
  #number = new Uint32Array(128);
  #end = new Uint32Array(128);
  #bytes = new Uint8Array(2048);
  #view = new DataView(this.#bytes.buffer);

  /** Texts of more bytes than `longest` are not kept. */
  constructor(longest = 64) {
    this.#longest = longest;
  }

  /** The end of the text at `from`, if it is the one that followed the last one before. -1: it is another. */
  expectedEnd(source: ByteView, from: number): number {
    if (this.#size === 0) return -1;
    const at = this.#following[this.#last];
    const length = this.#end[at] - this.#start(at);
    if (!this.#isAt(at, source, from, length)) return -1;
    this.#last = at;
    this.found = this.#number[at];
    return from + length;
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
      if (this.#hash[at] !== hash || this.#end[at] - this.#start(at) !== length) continue;
      if (!this.#isAt(at, source, from, length)) continue;
      this.#following[this.#last] = at;
      this.#last = at;
      return this.#number[at];
    }
    return -1;
  }

  /** Adds bytes that were not found. False: there is no room for them. */
  add({ bytes, view }: ByteView, from: number, to: number, number: number): boolean {
    const length = to - from;
    if (length > this.#longest || this.#size === mostTexts) return false;
    if (this.#size === this.#hash.length) this.#grow();
    const hash = hashOfBytes({ bytes, view }, from, to) >>> 0;
    if (!this.#place(hash, this.#size)) return false;
    const at = this.#size++;
    const start = this.#start(at);
    while (start + length + 4 > this.#bytes.length) {
      this.#bytes = doubled(this.#bytes);
      this.#view = new DataView(this.#bytes.buffer);
    }
    for (let i = 0; i < length; i++) this.#bytes[start + i] = bytes[from + i];
    this.#end[at] = start + length;
    this.#following[this.#last] = at;
    this.#last = at;
    this.#hash[at] = hash;
    this.#number[at] = number;
    return true;
  }

  #start(at: number): number {
    return at === 0 ? 0 : this.#end[at - 1];
  }

  #isAt(at: number, { bytes, view }: ByteView, from: number, length: number): boolean {
    const start = this.#start(at);
    const last = length - 4;
    if (last < 0) {
      for (let i = 0; i < length; i++) if (this.#bytes[start + i] !== bytes[from + i]) return false;
      return true;
    }
    for (let i = 0; i < last; i += 4)
      if (this.#view.getInt32(start + i, true) !== view.getInt32(from + i, true)) return false;
    return this.#view.getInt32(start + last, true) === view.getInt32(from + last, true);
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
    this.#end = doubled(this.#end);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#size; at++) this.#place(this.#hash[at], at);
  }
}
