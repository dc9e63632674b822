import { hexText } from '../bytes/hex.ts';
import { doubled } from '../bytes/lengthened.ts';

/** Bounds time against ids that were chosen to share one slot. */
const mostProbes = 32;

/** Numbers of trace ids of sixteen bytes, in order of their first coming. */
export class TraceIndex {
  size = 0;
  /** Four words of each. */
  #words = new Uint32Array(256);
  /** A power of two, at least twice `size`. A number + 1; 0: free. */
  #slots = new Uint32Array(128);
  /** The few that found no slot. */
  readonly #crowded = new Map<string, number>();

  /** The number of an id, given as four words. -1: it is not there. */
  find(a: number, b: number, c: number, d: number): number {
    const hash = mixed(a, b, c, d);
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < mostProbes; probe++) {
      const trace = this.#slots[(hash + probe) & mask] - 1;
      if (trace < 0) break;
      if (this.#isAt(trace * 4, a, b, c, d)) return trace;
    }
    return this.#crowded.size === 0 ? -1 : (this.#crowded.get(`${a} ${b} ${c} ${d}`) ?? -1);
  }

  /** Adds an id that was not found, and gives its number. */
  add(a: number, b: number, c: number, d: number): number {
    const trace = this.size++;
    if (this.size * 4 > this.#words.length) this.#grow(trace);
    const at = trace * 4;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = c;
    this.#words[at + 3] = d;
    if (!this.#place(trace)) this.#crowded.set(`${a} ${b} ${c} ${d}`, trace);
    return trace;
  }

  /** The number here of an id that has a number in another index. -1: it is not here. */
  findOf(other: TraceIndex, trace: number): number {
    const words = other.#words;
    const at = trace * 4;
    return this.find(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** Adds an id that has a number in another index and was not found here. */
  addOf(other: TraceIndex, trace: number): void {
    const words = other.#words;
    const at = trace * 4;
    this.add(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  /** The id of a number, in lower case. */
  textAt(trace: number): string {
    const words = this.#words;
    const at = trace * 4;
    return hexText(words[at]) + hexText(words[at + 1]) + hexText(words[at + 2]) + hexText(words[at + 3]);
  }

  /** Forgets all ids. The room for them stays. */
  clear(): void {
    this.size = 0;
    this.#slots.fill(0);
    this.#crowded.clear();
  }

  #isAt(at: number, a: number, b: number, c: number, d: number): boolean {
    const words = this.#words;
    return words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
  }

  #place(trace: number): boolean {
    const at = trace * 4;
    const words = this.#words;
    const hash = mixed(words[at], words[at + 1], words[at + 2], words[at + 3]);
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < mostProbes; probe++) {
      const slot = (hash + probe) & mask;
      if (this.#slots[slot] !== 0) continue;
      this.#slots[slot] = trace + 1;
      return true;
    }
    return false;
  }

  #grow(count: number): void {
    this.#words = doubled(this.#words);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    // Those that were crowded out stay where they are: they are looked for there as well.
    for (let trace = 0; trace < count; trace++) this.#place(trace);
  }
}

function mixed(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13) ^ d, 0x27d4eb2f);
  return (hash ^ (hash >>> 16)) >>> 0;
}
