import { ID_FORM, type SpanIds } from '../table/span-ids.ts';
import type { SpanTable } from '../table/span-table.ts';

/** Finds who called whom among the spans of a trace, by a hash table of their ids that serves one trace after another. */
export class ParentFinder {
  readonly #table: SpanTable;
  /** By slot: the place of a span among `#rows`, counted from 1. 0: empty. */
  #slots = new Uint32Array(64);
  /** By place, from 1: the walk that has met it. */
  #metBy = new Uint32Array(64);
  #rows: Uint32Array = new Uint32Array(0);

  constructor(table: SpanTable) {
    this.#table = table;
  }

  /**
   * Writes for each row the place of its parent among `rows`, counted from 1, or 0 for a root, plus `base`, from `first`
   * on. False: ids repeat, a parent is not there, or spans call in a circle. O(rows).
   */
  find(rows: Uint32Array, parents: Int32Array, first: number, base: number): boolean {
    const { ids, parentIds } = this.#table;
    this.#rows = rows;
    const mask = this.#clearedSlots(rows.length) - 1;
    for (let at = 0; at < rows.length; at++) {
      const slot = this.#slotOf(ids, rows[at], mask);
      if (this.#slots[slot] !== 0) return false;
      this.#slots[slot] = at + 1;
    }
    let isForward = true;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      const isRoot = parentIds.form[row] === ID_FORM.none;
      const parent = isRoot ? 0 : this.#slots[this.#slotOf(parentIds, row, mask)];
      if (parent === 0 && !isRoot) return false;
      parents[first + at] = base + parent;
      isForward &&= parent <= at;
    }
    return isForward || !this.#hasCycle(parents, first, base);
  }

  #clearedSlots(count: number): number {
    let size = 8;
    while (size < count * 2) size *= 2;
    if (this.#slots.length < size) this.#slots = new Uint32Array(size);
    else this.#slots.fill(0, 0, size);
    return size;
  }

  /** Where an id is, or would be, among those of the trace. */
  #slotOf({ form, high, low }: SpanIds, row: number, mask: number): number {
    const { ids } = this.#table;
    // Fibonacci hashing: ids may count up.
    let slot = Math.imul(low[row] ^ Math.imul(high[row], 31), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = this.#rows[this.#slots[slot] - 1];
      if (ids.low[other] === low[row] && ids.high[other] === high[row] && ids.form[other] === form[row]) break;
    }
    return slot;
  }

  /** Goes up from each span until it meets its own way, or one that was gone before. */
  #hasCycle(parents: Int32Array, first: number, base: number): boolean {
    const count = this.#rows.length;
    if (this.#metBy.length <= count) this.#metBy = new Uint32Array(count * 2);
    else this.#metBy.fill(0, 0, count + 1);
    for (let start = 1; start <= count; start++) {
      let at = start;
      while (at > 0 && this.#metBy[at] === 0) {
        this.#metBy[at] = start;
        at = parents[first + at - 1] - base;
      }
      if (at > 0 && this.#metBy[at] === start) return true;
    }
    return false;
  }
}
