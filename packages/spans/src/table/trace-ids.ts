import { lengthened } from '../bytes/lengthened.ts';
import { normalisedId } from './span-ids.ts';
import { TraceIndex } from './trace-index.ts';
import { wordsOf } from './trace-words.ts';

/** A set of trace ids: 25 to 50 bytes for each of thirty-two hex digits. */
export interface TraceSet {
  readonly index: TraceIndex;
  readonly opaque: Set<string>;
}

/** Trace ids by small numbers. Thirty-two hex digits are four words; any other text is kept as it is. */
export class TraceIds {
  size = 0;
  readonly #index = new TraceIndex();
  /** The number of each id in `#index`. */
  #ofIndex = new Uint32Array(64);
  /** For each number the place in `#index` + 1; 0: it is another text. */
  #inIndex = new Uint32Array(64);
  readonly #opaque = new Map<string, number>();
  /** Made when they are asked for, but of other texts. */
  readonly #texts: string[] = [];
  #madeTexts = 0;

  /** The id of a number, in lower case where it is hex. Made anew each time. */
  at(trace: number): string {
    const at = this.#inIndex[trace] - 1;
    return at < 0 ? this.#texts[trace] : this.#index.textAt(at);
  }

  /** Ids by number, in lower case where they are hex. */
  get texts(): readonly string[] {
    for (; this.#madeTexts < this.size; this.#madeTexts++) {
      const at = this.#inIndex[this.#madeTexts] - 1;
      if (at >= 0) this.#texts[this.#madeTexts] = this.#index.textAt(at);
    }
    return this.#texts;
  }

  /** The number of an id. Hex digits are the same in both cases. */
  of(id: string): number {
    const words = wordsOf(id);
    if (words !== undefined) return this.ofWords(...words);
    const text = normalisedId(id);
    let trace = this.#opaque.get(text);
    if (trace !== undefined) return trace;
    trace = this.#add();
    this.#inIndex[trace] = 0;
    this.#texts[trace] = text;
    this.#opaque.set(text, trace);
    return trace;
  }

  /** The number of an id, given as four words. */
  ofWords(a: number, b: number, c: number, d: number): number {
    const known = this.#index.find(a, b, c, d);
    if (known >= 0) return this.#ofIndex[known];
    const trace = this.#add();
    const at = this.#index.add(a, b, c, d);
    this.#ofIndex[at] = trace;
    this.#inIndex[trace] = at + 1;
    return trace;
  }

  /** The number here of an id that has a number among others. -1: it is not here. */
  find(other: TraceIds, trace: number): number {
    const at = other.#inIndex[trace] - 1;
    if (at < 0) return this.#opaque.get(other.#texts[trace]) ?? -1;
    const known = this.#index.findOf(other.#index, at);
    return known < 0 ? -1 : this.#ofIndex[known];
  }

  /** Whether an id is in a set of them. */
  isIn(set: TraceSet, trace: number): boolean {
    const at = this.#inIndex[trace] - 1;
    return at < 0 ? set.opaque.has(this.#texts[trace]) : set.index.findOf(this.#index, at) >= 0;
  }

  /** Adds an id to a set of them in which it is not. */
  addTo(set: TraceSet, trace: number): void {
    const at = this.#inIndex[trace] - 1;
    if (at < 0) set.opaque.add(this.#texts[trace]);
    else set.index.addOf(this.#index, at);
  }

  #add(): number {
    const trace = this.size++;
    if (trace === this.#inIndex.length) {
      this.#inIndex = lengthened(this.#inIndex, trace * 2);
      this.#ofIndex = lengthened(this.#ofIndex, trace * 2);
    }
    return trace;
  }
}
