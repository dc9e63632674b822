/** Of a span of which not even the trace is known. */
export const UNTRACED = -1;

/** The trace of each span that was given up, in the order in which they were met. */
export class DropLog {
  readonly #traces: number[] = [];
  /** By trace, of the first `#countedSize` entries. */
  #counts = new Map<number, number>();
  #countedSize = 0;

  get size(): number {
    return this.#traces.length;
  }

  add(trace: number): void {
    this.#traces.push(trace);
  }

  /** How many were of a trace. */
  countOf(trace: number): number {
    for (; this.#countedSize < this.#traces.length; this.#countedSize++) {
      const dropped = this.#traces[this.#countedSize];
      this.#counts.set(dropped, (this.#counts.get(dropped) ?? 0) + 1);
    }
    return this.#counts.get(trace) ?? 0;
  }

  /** Forgets all but the first entries. */
  truncate(size: number): void {
    this.#traces.length = size;
    if (this.#countedSize <= size) return;
    this.#countedSize = 0;
    this.#counts = new Map();
  }

  /**
   * Moves the entries of some traces to another log. `traces`: the number there of each trace; -1: it stays. `isAll`:
   * what would stay, and what is of no trace, is moved as well, and is of no trace there.
   */
  moveTraces(traces: Int32Array, other: DropLog, isAll: boolean): void {
    const dropped = this.#traces.slice();
    this.truncate(0);
    for (const trace of dropped) {
      const there = trace === UNTRACED ? UNTRACED : traces[trace];
      if (there >= 0 || isAll) other.add(there);
      else this.add(trace);
    }
  }
}
