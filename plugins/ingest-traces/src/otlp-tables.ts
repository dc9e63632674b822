import { FaultlineError, parseJson } from '@faultline/core';
import type { Json } from '@faultline/model';
import { ByteWindow, OpenRuns, textOfUtf8, type SpanTable } from '@faultline/spans';
import { CUT, DEPARTS, OtlpDocumentBytes, PAUSED } from './otlp-document-bytes.ts';
import { OtlpReader } from './otlp-reader.ts';
import { OtlpSpanReader, type OtlpReading, type SpanReaderMark } from './otlp-span-reader.ts';

/** How a stream of OTLP JSON is read. */
export interface OtlpStreaming extends OtlpReading {
  /** So much of the input without a span of a run means that the run is over. */
  readonly quietMiB: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of what cannot be told with a run. */
  readonly problem: (error: FaultlineError) => void;
}

/** Sizes of the window on the input. */
export interface WindowSizes {
  readonly firstBytes: number;
  /** A document that is no longer than this can be read again as a whole. */
  readonly mostHeldBytes: number;
}

const usualSizes: WindowSizes = { firstBytes: 2 ** 18, mostHeldBytes: 2 ** 22 };
/** V8 cannot hold a longer string. */
const longestText = 2 ** 29 - 25;
const NEWLINE = 0x0a;
const SPACE = 0x20;

/**
 * Reads OTLP JSON, one document or JSON Lines, into tables of spans. All spans of a run are in one table, unless it had
 * been quiet for so long that it was taken as over (see `OpenRuns`). A table is valid until the next is asked for.
 * @throws FaultlineError where the input cannot be read; what was handed out before was.
 */
export async function* otlpTables(
  bytes: AsyncIterable<Uint8Array>,
  streaming: OtlpStreaming,
  { firstBytes, mostHeldBytes } = usualSizes,
): AsyncGenerator<SpanTable> {
  const window = new ByteWindow(bytes, firstBytes);
  try {
    yield* new OtlpStream(window, streaming, mostHeldBytes).tables();
  } finally {
    await window.close();
  }
}

/** Where an `OtlpStream` stands. */
type Place = 'between' | 'inside' | 'after';

class OtlpStream {
  readonly #window: ByteWindow;
  readonly #streaming: OtlpStreaming;
  readonly #mostHeld: number;
  readonly #spans: OtlpSpanReader;
  readonly #whole: OtlpReader;
  readonly #document: OtlpDocumentBytes;
  readonly #openRuns: OpenRuns;
  #place: Place = 'between';
  /** Where it stands; inside a document, that does. */
  #at = 0;
  /** Where the line began on which it stands, or as much of it as is in the window; and its number. */
  #lineStart = 0;
  #line = 1;
  /** Whether every line is a document of its own. `undefined`: the first document will tell. */
  #isLines: boolean | undefined;
  #isFirst = true;
  // Of the document that is being read.
  #mark: SpanReaderMark;
  /** All of its line so far is in the window. */
  #isHeld = true;
  /** There is an end of line in what is no longer in the window. */
  #hadNewline = false;

  constructor(window: ByteWindow, streaming: OtlpStreaming, mostHeld: number) {
    this.#streaming = streaming;
    this.#mostHeld = mostHeld;
    this.#window = window;
    this.#openRuns = new OpenRuns(streaming.quietMiB * 2 ** 20);
    this.#spans = new OtlpSpanReader(streaming, this.#openRuns.table);
    this.#mark = this.#spans.mark();
    this.#whole = new OtlpReader(streaming, this.#spans);
    // What is held may have to be read again, so it stays in one table.
    const isPauseDue = (at: number): boolean => !this.#isHeld && this.#openRuns.isDue(window.offset + at);
    this.#document = new OtlpDocumentBytes(window, this.#spans, isPauseDue);
  }

  async *tables(): AsyncGenerator<SpanTable> {
    await this.#window.slide(0);
    this.#passByteOrderMark();
    for (;;) {
      const stop = this.#run();
      if (stop === PAUSED) {
        const over = this.#endStretch();
        if (over !== undefined) yield over;
      } else if (stop === CUT && !this.#window.isEnd) await this.#moveWindow();
      else if (this.#place !== 'between') await this.#readWhole();
      else if (stop === CUT) break;
      else await this.#passOddLine();
    }
    this.#spans.finish();
    yield* this.#openRuns.rest();
    const { droppedCount } = this.#openRuns.table;
    if (this.#openRuns.table.size === 0 && droppedCount > 0) this.#streaming.problem(this.#lostAtEnd(droppedCount));
  }

  /** Reads for as long as nothing has to be waited for. */
  #run(): number {
    for (;;) {
      const stop = this.#place === 'between' ? this.#start() : this.#place === 'inside' ? this.#walk() : this.#end();
      if (stop < 0) return stop;
    }
  }

  /** Goes over blank lines to a document. `CUT`: there is none. `DEPARTS`: there is something else. */
  #start(): number {
    const { bytes, limit } = this.#window;
    for (; this.#at < limit; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte === NEWLINE) this.#passLine();
      else if (byte > SPACE && byte < 0x80) {
        this.#mark = this.#spans.mark();
        this.#document.start(this.#at, this.#line);
        this.#place = 'inside';
        return this.#at;
      } else if (!isSpace(byte)) return DEPARTS;
    }
    return CUT;
  }

  #passLine(): void {
    this.#lineStart = this.#at + 1;
    this.#line++;
  }

  #walk(): number {
    const stop = this.#document.walk();
    this.#at = this.#document.at;
    if (stop >= 0) this.#place = 'after';
    return stop;
  }

  /** Nothing may follow a document but the end of its line; where it has several, of the input. */
  #end(): number {
    const isOneLine = !this.#hadNewline && this.#newlineFrom(this.#lineStart) >= this.#at;
    if (this.#isLines === true && !isOneLine) return DEPARTS;
    const { bytes, limit, isEnd } = this.#window;
    for (; this.#at < limit; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte === NEWLINE && isOneLine) return this.#finished(true);
      if (!isSpace(byte) && byte !== NEWLINE) return DEPARTS;
    }
    return isEnd ? this.#finished(isOneLine) : CUT;
  }

  #finished(isLines: boolean): number {
    this.#isLines = isLines;
    this.#isFirst = false;
    this.#isHeld = true;
    this.#hadNewline = false;
    this.#place = 'between';
    return this.#openRuns.isDue(this.#window.offset + this.#at) ? PAUSED : this.#at;
  }

  #endStretch(): SpanTable | undefined {
    const over = this.#openRuns.endStretch(this.#window.offset + this.#at);
    this.#spans.moveTo(this.#openRuns.table);
    this.#document.enterTable();
    return over;
  }

  /** Makes room behind what is needed, and reads on. */
  async #moveWindow(): Promise<void> {
    const { capacity } = this.#window;
    if (this.#isHeld && this.#lineStart === 0 && capacity >= this.#mostHeld && this.#at > 0) {
      this.#isHeld = false;
      this.#lineStart = this.#at;
      this.#hadNewline = this.#newlineFrom(0) < this.#at;
    } else if (!this.#isHeld) {
      this.#hadNewline ||= this.#newlineFrom(this.#lineStart) < this.#at;
      this.#lineStart = this.#at;
    }
    await (this.#lineStart > 0 ? this.#slide() : this.#widen());
  }

  async #slide(): Promise<void> {
    this.#streaming.signal?.throwIfAborted();
    await this.#window.slide(this.#lineStart);
    this.#at -= this.#lineStart;
    this.#document.at = this.#at;
    this.#lineStart = 0;
  }

  async #widen(): Promise<void> {
    this.#streaming.signal?.throwIfAborted();
    const { capacity } = this.#window;
    if (capacity > longestText) throw new FaultlineError('FAULTLINE_TOO_LARGE', { source: this.#streaming.source });
    await this.#window.widen(capacity < this.#mostHeld ? Math.min(capacity * 4, this.#mostHeld) : capacity * 2);
  }

  /** Reads the document of this line by JSON.parse, which also says where it is no JSON. */
  async #readWhole(): Promise<void> {
    if (!this.#isHeld) this.#refuseHere();
    this.#spans.rollback(this.#mark);
    await this.#readLine();
    const end = this.#newlineFrom(this.#lineStart);
    const { source } = this.#streaming;
    let value = this.#isFirst ? attempted(this.#textTo(end)) : this.#parsedLine(this.#textTo(end));
    this.#isLines = value !== undefined;
    this.#at = end;
    if (value === undefined) {
      await this.#readAll();
      this.#at = this.#window.limit;
      value = parseJson(this.#textTo(this.#at), source, this.#line);
    }
    this.#whole.read(value, this.#isLines ? this.#line : 1);
    this.#finished(this.#isLines);
  }

  #parsedLine(text: string): Json {
    try {
      return parseJson(text, this.#streaming.source, this.#line);
    } catch (error) {
      throw error instanceof FaultlineError ? lineRefused(error, this.#streaming.source) : error;
    }
  }

  /** A line of nothing but white space of Unicode is blank; any other is left to `#readWhole`. */
  async #passOddLine(): Promise<void> {
    await this.#readLine();
    const end = this.#newlineFrom(this.#lineStart);
    if (this.#textTo(end).trim() === '') {
      this.#at = end;
      return;
    }
    this.#mark = this.#spans.mark();
    await this.#readWhole();
  }

  /** Reads on until the line that began at `#lineStart` is in the window. */
  async #readLine(): Promise<void> {
    while (this.#newlineFrom(this.#lineStart) === this.#window.limit && !this.#window.isEnd)
      await (this.#lineStart > 0 ? this.#slide() : this.#widen());
  }

  async #readAll(): Promise<void> {
    while (!this.#window.isEnd) await (this.#lineStart > 0 ? this.#slide() : this.#widen());
  }

  /** The next end of a line, or the limit of the window. */
  #newlineFrom(from: number): number {
    const { bytes, limit } = this.#window;
    // A Buffer finds a byte several times as fast as other arrays do.
    const at = Buffer.prototype.indexOf.call(bytes, NEWLINE, from);
    return at < 0 || at > limit ? limit : at;
  }

  #textTo(end: number): string {
    if (end - this.#lineStart > longestText)
      throw new FaultlineError('FAULTLINE_TOO_LARGE', { source: this.#streaming.source });
    return textOfUtf8(this.#window.bytes, this.#lineStart, end);
  }

  #passByteOrderMark(): void {
    const { bytes } = this.#window;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = this.#lineStart = 3;
  }

  /** Runs were handed out before these spans were met, and none follows that could tell of them. */
  #lostAtEnd(count: number): FaultlineError {
    return new FaultlineError('FAULTLINE_INVALID_INPUT', {
      source: this.#streaming.source,
      problem: `spans at its end belong to no run and were left out: ${count}.`,
      hint: 'Look for what wrote them: spans of OTLP have traceId, spanId and startTimeUnixNano.',
    });
  }

  /** @throws FaultlineError always: what was read of the document is not in the window any more. */
  #refuseHere(): never {
    const { source } = this.#streaming;
    const fault = this.#document.fault();
    const where = ` (line ${this.#line}, byte ${this.#window.offset + this.#at + 1})`;
    if (fault === 'cut off') throw new FaultlineError('FAULTLINE_TRUNCATED', { source, where });
    if (fault === 'not JSON')
      throw new FaultlineError('FAULTLINE_NOT_JSON', { source, where, formats: 'JSON and JSON Lines' });
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', {
      source,
      problem: `it departs from OTLP JSON${where}, as only a document of up to ${this.#mostHeld / 2 ** 20} MiB may.`,
      hint: 'Around spans, write each field once, with a value of its kind; or write JSON Lines.',
    });
  }
}

const isSpace = (byte: number): boolean => byte === SPACE || byte === 0x09 || byte === 0x0d;

function attempted(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A trace may have spans on any line, so no run that follows could be trusted when one is left out. */
function lineRefused(error: FaultlineError, source: string): FaultlineError {
  if (error.code === 'FAULTLINE_TRUNCATED') return error;
  const place = /\(line \d+, column \d+\)/.exec(error.message)?.[0] ?? '';
  return new FaultlineError(
    'FAULTLINE_INVALID_INPUT',
    {
      source,
      problem: `a line is not JSON ${place}. Spans of any trace may be missing, so reading stopped.`,
      hint: 'Mend or remove that line; without it, runs may be incomplete.',
    },
    { cause: error },
  );
}
