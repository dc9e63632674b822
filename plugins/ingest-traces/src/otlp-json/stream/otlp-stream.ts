import { FaultlineError, parseJson } from '@faultline/core';
import type { Json } from '@faultline/model';
import { lineRefused, OpenRuns, type SpanTable } from '@faultline/spans';
import { OtlpDocumentBytes } from '../bytes/otlp-document-bytes.ts';
import { CUT, DEPARTS, PAUSED } from '../bytes/stop.ts';
import { OtlpReader } from '../objects/otlp-reader.ts';
import type { OtlpReading } from '../objects/otlp-mendings.ts';
import { OtlpSpanReader, type SpanReaderMark } from '../objects/otlp-span-reader.ts';
import type { LineWindow } from './line-window.ts';
import { documentRefused, spansLostAtEnd } from './stream-faults.ts';

/** How a stream of OTLP JSON is read. */
export interface OtlpStreaming extends OtlpReading {
  /** So much of the input without a span of a run means that the run is over. */
  readonly quietMiB: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of what cannot be told with a run. */
  readonly problem: (error: FaultlineError) => void;
}

/** Where an `OtlpStream` stands: in relation to a document. */
type Place = 'between' | 'inside' | 'after';

const NEWLINE = 0x0a;
const SPACE = 0x20;

/** Reads the documents of one input, each from its bytes, or else by JSON.parse while all of it is held. */
export class OtlpStream {
  readonly #lines: LineWindow;
  readonly #streaming: OtlpStreaming;
  readonly #mostHeldBytes: number;
  readonly #spans: OtlpSpanReader;
  readonly #whole: OtlpReader;
  readonly #document: OtlpDocumentBytes;
  readonly #openRuns: OpenRuns;
  #place: Place = 'between';
  /** Whether every line is a document of its own. `undefined`: the first document will tell. */
  #isLines: boolean | undefined;
  #isFirst = true;
  /** Before the document that is being read. */
  #mark: SpanReaderMark;

  /** `mostHeldBytes`: how long a document may be that can be read again. */
  constructor(lines: LineWindow, streaming: OtlpStreaming, mostHeldBytes: number) {
    this.#lines = lines;
    this.#streaming = streaming;
    this.#mostHeldBytes = mostHeldBytes;
    this.#openRuns = new OpenRuns(streaming.quietMiB * 2 ** 20);
    this.#spans = new OtlpSpanReader(streaming, this.#openRuns.table);
    this.#mark = this.#spans.mark();
    this.#whole = new OtlpReader(streaming, this.#spans);
    const { window } = lines;
    // What is held may have to be read again, so it stays in one table.
    const isPauseDue = (at: number): boolean => !lines.isHeld && this.#openRuns.isDue(window.offset + at);
    this.#document = new OtlpDocumentBytes(window, this.#spans, isPauseDue);
  }

  /** Reads all, and gives the tables one by one. */
  async *tables(): AsyncGenerator<SpanTable> {
    await this.#lines.open();
    for (;;) {
      const stop = this.#run();
      if (stop === PAUSED) {
        const over = this.#endStretch();
        if (over !== undefined) yield over;
      } else if (stop === CUT && !this.#lines.window.isEnd) await this.#lines.move();
      else if (this.#place !== 'between') await this.#readWhole();
      else if (stop === CUT) break;
      else await this.#passOddLine();
    }
    this.#spans.finish();
    yield* this.#openRuns.rest();
    const { size, droppedCount } = this.#openRuns.table;
    if (size === 0 && droppedCount > 0) this.#streaming.problem(spansLostAtEnd(this.#streaming.source, droppedCount));
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
    const lines = this.#lines;
    const { bytes, limit } = lines.window;
    while (lines.at < limit) {
      const byte = bytes[lines.at]!;
      if (byte > SPACE && byte < 0x80) {
        this.#mark = this.#spans.mark();
        this.#document.start(lines.line);
        this.#place = 'inside';
        return lines.at;
      }
      if (byte === NEWLINE) lines.passLine();
      else if (isSpace(byte)) lines.at++;
      else return DEPARTS;
    }
    return CUT;
  }

  #walk(): number {
    const stop = this.#document.walk(this.#lines.at);
    this.#lines.at = this.#document.at;
    if (stop >= 0) this.#place = 'after';
    return stop;
  }

  /** Nothing may follow a document but the end of its line; where it has several, of the input. */
  #end(): number {
    const lines = this.#lines;
    const { isOneLine } = lines;
    if (this.#isLines === true && !isOneLine) return DEPARTS;
    const { bytes, limit, isEnd } = lines.window;
    for (; lines.at < limit; lines.at++) {
      const byte = bytes[lines.at]!;
      if (byte === NEWLINE && isOneLine) return this.#finished(true);
      if (!isSpace(byte) && byte !== NEWLINE) return DEPARTS;
    }
    return isEnd ? this.#finished(isOneLine) : CUT;
  }

  #finished(isLines: boolean): number {
    this.#isLines = isLines;
    this.#isFirst = false;
    this.#place = 'between';
    this.#lines.finishDocument();
    return this.#openRuns.isDue(this.#lines.position) ? PAUSED : this.#lines.at;
  }

  #endStretch(): SpanTable | undefined {
    const over = this.#openRuns.endStretch(this.#lines.position);
    this.#spans.moveTo(this.#openRuns.table);
    this.#document.enterTable();
    return over;
  }

  /**
   * Reads the document of this line by JSON.parse, which also says where it is no JSON.
   * @throws FaultlineError where what was read of it is not in the window any more.
   */
  async #readWhole(): Promise<void> {
    const lines = this.#lines;
    const { source } = this.#streaming;
    if (!lines.isHeld) {
      const { at, line, position } = lines;
      throw documentRefused(this.#document.faultAt(at), { source, line, position }, this.#mostHeldBytes);
    }
    this.#spans.rollback(this.#mark);
    await lines.goToLineEnd();
    let value = this.#isFirst ? attempted(lines.text) : this.#parsedLine(lines.text);
    this.#isLines = value !== undefined;
    if (value === undefined) {
      await lines.goToEnd();
      value = parseJson(lines.text, source, lines.line);
    }
    this.#whole.read(value, this.#isLines ? lines.line : 1);
    this.#finished(this.#isLines);
  }

  #parsedLine(text: string): Json {
    const { source } = this.#streaming;
    try {
      return parseJson(text, source, this.#lines.line);
    } catch (error) {
      throw error instanceof FaultlineError ? lineRefused(error, source) : error;
    }
  }

  /** A line of nothing but white space of Unicode is blank; any other is left to `#readWhole`. */
  async #passOddLine(): Promise<void> {
    await this.#lines.goToLineEnd();
    if (this.#lines.text.trim() === '') return;
    this.#mark = this.#spans.mark();
    await this.#readWhole();
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
