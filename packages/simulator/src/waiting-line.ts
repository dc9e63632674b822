import { MinHeap } from './min-heap.ts';
import type { Pool, PoolPolicy } from './pool.ts';

/**
 * Those that wait for pools, and what of each pool is free. Takers are numbers; takers of one kind ask for the same.
 *
 * They wait in lines of which only the heads have to be looked at: where nobody may overtake, a line for all that ask for
 * something of the same pools, however much; else one for each different demand. Both are few, as a rule.
 */
export class WaitingLine {
  readonly #pools: readonly Pool[];
  readonly #policy: PoolPolicy;
  readonly #kindOf: (taker: number) => number;
  readonly #freeOf: Float64Array;
  /** By kind of taker: its line, 0 if it asks for nothing. */
  readonly #lineOf: Uint32Array;
  readonly #lines: readonly MinHeap[];
  /** By pool: somebody waits for it whom nobody may overtake. */
  readonly #isClosed: Uint8Array;
  /** By line: its head cannot go on now. */
  readonly #isPassed: Uint8Array;
  #waiting = 0;

  /** The demand of a pool is by kind of taker. O(kinds * pools). */
  constructor(pools: readonly Pool[], kinds: number, policy: PoolPolicy, kindOf: (taker: number) => number) {
    this.#pools = pools;
    this.#policy = policy;
    this.#kindOf = kindOf;
    this.#freeOf = Float64Array.from(pools, ({ capacity }) => capacity);
    const { lineOf, count } = linesOf(pools, kinds, policy);
    this.#lineOf = lineOf;
    this.#lines = Array.from({ length: count }, () => new MinHeap());
    this.#isClosed = new Uint8Array(pools.length);
    this.#isPassed = new Uint8Array(count);
  }

  /** Whether takers of this kind ask for anything at all. */
  asks(kind: number): boolean {
    return this.#lineOf[kind] !== 0;
  }

  /** Everything free, nobody waits. O(lines). */
  clear(): void {
    for (let pool = 0; pool < this.#freeOf.length; pool++) this.#freeOf[pool] = this.#pools[pool].capacity;
    for (const line of this.#lines) line.clear();
    this.#waiting = 0;
  }

  /** Queues a taker: the smaller the place the sooner, then the smaller taker. */
  join(taker: number, place: number): void {
    this.#lines[this.#lineOf[this.#kindOf(taker)]].push(place, taker);
    this.#waiting++;
  }

  /** Gives back what a taker of this kind holds. */
  release(kind: number): void {
    for (let pool = 0; pool < this.#freeOf.length; pool++) this.#freeOf[pool] += this.#pools[pool].demand[kind];
  }

  /** Takes some of a pool for good, more than is free if need be; a negative amount adds to it. */
  withdraw(pool: number, amount: number): void {
    this.#freeOf[pool] -= amount;
  }

  /** Takes what the next one asks for whose turn it is. -1: nobody can go on. Ask again until then. O(lines * pools). */
  admit(): number {
    if (this.#waiting === 0) return -1;
    const line = this.#policy === 'fifo' ? this.#nextInOrder() : this.#firstLine(true);
    if (line < 0) return -1;
    this.#waiting--;
    const taker = this.#lines[line].pop();
    const kind = this.#kindOf(taker);
    for (let pool = 0; pool < this.#freeOf.length; pool++) this.#freeOf[pool] -= this.#pools[pool].demand[kind];
    return taker;
  }

  /** In order of place; what the head of a line that does not fit waits for is closed to those behind. */
  #nextInOrder(): number {
    this.#isClosed.fill(0);
    this.#isPassed.fill(0);
    for (;;) {
      const line = this.#firstLine(false);
      if (line < 0 || this.#fits(line)) return line;
      this.#isPassed[line] = 1;
      const kind = this.#kindOf(this.#lines[line].value);
      for (let pool = 0; pool < this.#isClosed.length; pool++) {
        if (this.#pools[pool].demand[kind] > 0) this.#isClosed[pool] = 1;
      }
    }
  }

  /** The line whose head comes first, of those not passed; if it must fit, of those whose head does. */
  #firstLine(mustFit: boolean): number {
    let first = -1;
    for (let line = 1; line < this.#lines.length; line++) {
      const { size, key, value } = this.#lines[line];
      if (size === 0 || this.#isPassed[line] === 1) continue;
      if (first >= 0) {
        const best = this.#lines[first];
        if (best.key < key || (best.key === key && best.value < value)) continue;
      }
      if (!mustFit || this.#fits(line)) first = line;
    }
    return first;
  }

  #fits(line: number): boolean {
    const kind = this.#kindOf(this.#lines[line].value);
    for (let pool = 0; pool < this.#freeOf.length; pool++) {
      const { demand, capacity } = this.#pools[pool];
      if (demand[kind] === 0) continue;
      if (this.#policy === 'fifo' && this.#isClosed[pool] === 1) return false;
      // Decimal amounts do not add up exactly: three times 0.1 must fit into 0.3.
      if (demand[kind] > this.#freeOf[pool] + rounding * capacity) return false;
    }
    return true;
  }
}

const rounding = 1e-9;

/** Numbers the lines; 0 is for those that ask for nothing. O(kinds * pools). */
function linesOf(pools: readonly Pool[], kinds: number, policy: PoolPolicy): { lineOf: Uint32Array; count: number } {
  const lineOf = new Uint32Array(kinds);
  let count = 1;
  for (const { demand } of pools) {
    const refined = new Map<number, Map<number, number>>();
    const numberOf = (line: number, asked: number): number => {
      const byAmount = refined.get(line) ?? new Map<number, number>();
      refined.set(line, byAmount);
      let number = byAmount.get(asked);
      if (number === undefined) byAmount.set(asked, (number = count++));
      return number;
    };
    count = 0;
    numberOf(0, 0);
    for (let kind = 0; kind < kinds; kind++) {
      lineOf[kind] = numberOf(lineOf[kind], policy === 'fifo' ? Math.sign(demand[kind]) : demand[kind]);
    }
  }
  return { lineOf, count };
}
