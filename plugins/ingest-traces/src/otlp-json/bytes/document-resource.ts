import { textOfUtf8, type ByteWindow } from '@faultline/spans';
import type { OtlpSpanReader } from '../objects/otlp-span-reader.ts';

/** The resource whose spans are read. Mostly it stands before them; some exporters write it behind. */
export class DocumentResource {
  /** Whether the reader of spans was told of it. */
  isEntered = false;

  readonly #window: ByteWindow;
  readonly #spans: OtlpSpanReader;
  #resource: unknown;
  #isLegacy = false;
  /** The first row of its spans. -1: it is in a table that was handed out. */
  #firstRow = 0;
  #lastBytes = new Uint8Array(0);
  #last: unknown;

  constructor(window: ByteWindow, spans: OtlpSpanReader) {
    this.#window = window;
    this.#spans = spans;
  }

  /** Begins another, of which nothing is known. */
  start(): void {
    this.#resource = undefined;
    this.isEntered = false;
    this.#firstRow = this.#spans.table.size;
  }

  /** Says that the table with its spans so far was handed out. */
  leaveTable(): void {
    this.#firstRow = -1;
  }

  /** Reads its fields, which are JSON. Most exports repeat those of the one before: then they are the same object. */
  read(from: number, to: number): void {
    const { bytes } = this.#window;
    if (!isSame(this.#lastBytes, bytes, from, to)) {
      this.#lastBytes = bytes.slice(from, to);
      this.#last = JSON.parse(textOfUtf8(bytes, from, to));
    }
    this.#resource = this.#last;
  }

  /** Tells the reader of spans, before the first of them. */
  enter(isLegacy: boolean, path: string, line: number): void {
    this.isEntered = true;
    this.#isLegacy = isLegacy;
    this.#spans.enterResource(this.#resource, isLegacy, path, line);
  }

  /** Gives its spans what was read of it behind them. False: that cannot be done any more. */
  enterAfterSpans(path: string, line: number): boolean {
    if (this.#firstRow < 0) return false;
    const { table, mendedAround } = this.#spans;
    this.enter(this.#isLegacy, path, line);
    table.resourceOf.fill(this.#spans.resource, this.#firstRow, table.size);
    // Notes on the spans are made by now.
    return this.#spans.mendedAround.length === mendedAround.length;
  }
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[from + at]) return false;
  return true;
}
