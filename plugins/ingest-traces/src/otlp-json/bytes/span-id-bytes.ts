import { ID_FORM, QUOTE, readHexWord, type ByteView, type SpanTable } from '@faultline/spans';

/**
 * Reads the ids of a span, as hex digits of the length that OTLP gives them, and keeps them until they are written to a
 * row. Every method that reads takes the position behind a quote, and gives the one behind the closing quote, or -1.
 */
export class SpanIdBytes {
  readonly #source: ByteView;
  #table: SpanTable;
  /** Hex words: of the trace id 0 to 3, of the span id 4 and 5, of the parent's 6 and 7. */
  readonly #words = new Uint32Array(8);
  #trace = -1;
  #hasParent = false;
  /** The trace id of the span before, as it was written: hex digits are no NaN. */
  readonly #lastTraceId = new Float64Array(4);
  /** Negative: there is none. */
  #lastTrace = -1;

  constructor(source: ByteView, table: SpanTable) {
    this.#source = source;
    this.#table = table;
  }

  /** Goes on with another table. */
  enter(table: SpanTable): void {
    this.#table = table;
    this.#lastTrace = -1;
  }

  /** Forgets the parent of the span before. */
  start(): void {
    this.#hasParent = false;
  }

  /** Most spans repeat the trace id of the one before. */
  readTrace(at: number): number {
    const { bytes, view } = this.#source;
    if (bytes[at + 32] !== QUOTE) return -1;
    if (this.#isLastTrace(view, at)) {
      this.#trace = this.#lastTrace;
      return at + 33;
    }
    const words = this.#words;
    for (let i = 0; i < 4; i++) if (!readHexWord(view, at + 8 * i, words, i)) return -1;
    if ((words[0]! | words[1]! | words[2]! | words[3]!) === 0) return -1;
    this.#trace = this.#table.traceOfWords(words[0]!, words[1]!, words[2]!, words[3]!);
    this.#lastTrace = this.#trace;
    for (let i = 0; i < 4; i++) this.#lastTraceId[i] = view.getFloat64(at + 8 * i, true);
    return at + 33;
  }

  readSpan(at: number): number {
    return this.#readWords(at, 4);
  }

  /** An empty text: a root. */
  readParent(at: number): number {
    if (this.#source.bytes[at] === QUOTE) return at + 1;
    this.#hasParent = true;
    return this.#readWords(at, 6);
  }

  /** Sets what was read in a new row. */
  write(row: number): void {
    const words = this.#words;
    const { trace, ids, parentIds } = this.#table;
    trace[row] = this.#trace;
    ids.form[row] = ID_FORM.words;
    ids.high[row] = words[4]!;
    ids.low[row] = words[5]!;
    parentIds.form[row] = this.#hasParent ? ID_FORM.words : ID_FORM.none;
    parentIds.high[row] = this.#hasParent ? words[6]! : 0;
    parentIds.low[row] = this.#hasParent ? words[7]! : 0;
  }

  #isLastTrace(view: DataView, at: number): boolean {
    if (this.#lastTrace < 0) return false;
    const last = this.#lastTraceId;
    for (let i = 3; i >= 0; i--) if (view.getFloat64(at + 8 * i, true) !== last[i]) return false;
    return true;
  }

  /** Into two of the words. */
  #readWords(at: number, first: 4 | 6): number {
    const { bytes, view } = this.#source;
    const words = this.#words;
    if (bytes[at + 16] !== QUOTE) return -1;
    if (!readHexWord(view, at, words, first) || !readHexWord(view, at + 8, words, first + 1)) return -1;
    return (words[first]! | words[first + 1]!) === 0 ? -1 : at + 17;
  }
}
