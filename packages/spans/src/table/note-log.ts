import { doubled } from '../bytes/lengthened.ts';

/** What readers had to mend, in the order in which they did: a note and the trace of the span. */
export class NoteLog {
  size = 0;
  #trace = new Uint32Array(16);
  #note = new Uint8Array(16);
  readonly #ids: string[] = [];
  /** By note and trace, of the first `#countedSize` entries. */
  readonly #counts: Map<number, number>[] = [];
  #countedSize = 0;

  add(id: string, trace: number): void {
    let note = this.#ids.indexOf(id);
    if (note < 0) note = this.#ids.push(id) - 1;
    const at = this.size++;
    if (at === this.#trace.length) {
      this.#trace = doubled(this.#trace);
      this.#note = doubled(this.#note);
    }
    this.#trace[at] = trace;
    this.#note[at] = note;
  }

  /** How often a note was made of a trace. */
  countOf(id: string, trace: number): number {
    for (; this.#countedSize < this.size; this.#countedSize++) {
      const counts = (this.#counts[this.#note[this.#countedSize]] ??= new Map<number, number>());
      const noted = this.#trace[this.#countedSize];
      counts.set(noted, (counts.get(noted) ?? 0) + 1);
    }
    return this.#counts[this.#ids.indexOf(id)]?.get(trace) ?? 0;
  }

  /** Forgets all but the first entries. */
  truncate(size: number): void {
    this.size = size;
    if (this.#countedSize <= size) return;
    this.#countedSize = 0;
    this.#counts.length = 0;
  }

  /** Moves the entries of some traces to another log. `traces`: the number there of each trace; -1: it stays. */
  moveTraces(traces: Int32Array, other: NoteLog): void {
    let kept = 0;
    for (let at = 0; at < this.size; at++) {
      const trace = traces[this.#trace[at]];
      if (trace >= 0) other.add(this.#ids[this.#note[at]], trace);
      else {
        this.#trace[kept] = this.#trace[at];
        this.#note[kept++] = this.#note[at];
      }
    }
    this.#countedSize = this.size + 1;
    this.truncate(kept);
  }
}
