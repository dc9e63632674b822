import { FaultlineError } from '@faultline/core';
import type { Json } from '@faultline/model';
import type { SpanTable } from '@faultline/spans';
import { headBytes, recognized, type Recognized } from './framing.ts';
import { SpanMessages, type OtlpProtobufReading } from './span-messages.ts';
import { Wire, WIRE } from './wire.ts';

const MESSAGE = { resourceSpans: 0x0a } as const;
const RESOURCE_SPANS = { resource: 0x0a, scopeSpans: 0x12 } as const;
const SCOPE_SPANS = { span: 0x12 } as const;

/** The most that a tag and the length or number after it can take. */
const longestHeader = 20;
const outside = Number.NaN;

/**
 * Reads OTLP traces in protobuf as the bytes arrive: only the resource or span that is being read has to be there as a
 * whole. Messages may follow each other in any of the known ways. Fields that are not known are passed over.
 */
export class OtlpProtobufReader {
  readonly #source: string;
  readonly #wire: Wire;
  readonly #spans: SpanMessages;

  /** What has arrived and is not read: `#wire.bytes` from `#wire.at` to here. */
  #filled = 0;
  /** So many bytes must be there before there is anything to do. */
  #wanted: number = headBytes;
  #isAll = false;
  /** Bytes to pass over that have not arrived. */
  #toSkip = 0;
  #head: Recognized | undefined;
  // Where the messages that it is in end, in the input; `outside`: it is in none.
  #messageEnd = outside;
  #resourceEnd = outside;
  #scopeEnd = outside;

  #resource = new Map<string, Json>();
  /** The number of the resource. `undefined`: it has changed since it got one. */
  #resourceNumber: number | undefined;
  #resourceFirstRow = 0;

  /** `table`: where spans go, until `moveTo`. */
  constructor(reading: OtlpProtobufReading, table: SpanTable) {
    this.#source = reading.source;
    this.#wire = new Wire(reading.source);
    this.#spans = new SpanMessages(this.#wire, reading, table);
  }

  /** Where it is in the input. */
  get position(): number {
    return this.#wire.base + this.#wire.at;
  }

  /** Goes on in another table. */
  moveTo(table: SpanTable): void {
    this.#spans.moveTo(table);
    this.#resourceNumber = undefined;
    this.#resourceFirstRow = table.size;
  }

  /** Takes in more of the input, as a copy. */
  add(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.#wire.bytes.length) this.#makeRoom(bytes.length);
    this.#wire.bytes.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** Says that there is no more input. */
  end(): void {
    this.#isAll = true;
  }

  /**
   * Reads on, as far as there are whole spans, until one ends at a place where it is to pause. True: it paused.
   * @throws FaultlineError where they are not OTLP traces, or a value is nested too deep; when strict, at any departure.
   */
  readOn(isPause: (position: number) => boolean): boolean {
    if (this.#filled - this.#wire.at < this.#wanted && !this.#isAll) return false;
    this.#head ??= recognized(this.#wire.bytes.subarray(0, Math.min(headBytes, this.#filled))) ?? { framing: 'joined' };
    this.#wanted = 1;
    for (let kept = this.#spans.keptCount; this.#step(); kept = this.#spans.keptCount)
      if (this.#spans.keptCount > kept && isPause(this.position)) return true;
    return false;
  }

  /** @throws FaultlineError where the input is cut off, or nothing of it could be kept. */
  finish(): void {
    const isInside = !Number.isNaN(this.#resourceEnd) || !Number.isNaN(this.#messageEnd);
    if (this.#wire.at < this.#filled || this.#toSkip > 0 || isInside) this.#refuseCut();
    if (this.#spans.keptCount === 0) this.#refuseNothing();
  }

  /** Moves what is left to the front, of larger memory where it has to be. */
  #makeRoom(count: number): void {
    const wire = this.#wire;
    const left = this.#filled - wire.at;
    // Twice what is left: so that it is not moved with each chunk of a long span.
    if (2 * left + count <= wire.bytes.length) wire.bytes.copyWithin(0, wire.at, this.#filled);
    else {
      const larger = new Uint8Array(2 * (left + count));
      larger.set(wire.bytes.subarray(wire.at, this.#filled));
      wire.hold(larger);
    }
    wire.base += wire.at;
    wire.at = 0;
    this.#filled = left;
  }

  /** Reads one thing. False: there is nothing to do until more arrives. */
  #step(): boolean {
    if (this.#toSkip > 0) return this.#passOver();
    if (this.#leave()) return true;
    if (this.#wire.at === this.#filled) return false;
    if (this.#filled - this.#wire.at < longestHeader && !this.#isAll) {
      this.#wanted = longestHeader;
      return false;
    }
    const isDelimited = this.#head !== undefined && this.#head.framing !== 'joined';
    if (isDelimited && Number.isNaN(this.#messageEnd)) return this.#enterMessage();
    return this.#field();
  }

  #passOver(): boolean {
    const here = Math.min(this.#toSkip, this.#filled - this.#wire.at);
    this.#wire.at += here;
    this.#toSkip -= here;
    return this.#toSkip === 0;
  }

  /** Leaves the innermost message where that is over. */
  #leave(): boolean {
    const position = this.position;
    if (position === this.#scopeEnd) this.#scopeEnd = outside;
    else if (!Number.isNaN(this.#scopeEnd)) return false;
    else if (position === this.#resourceEnd) this.#leaveResource();
    else if (!Number.isNaN(this.#resourceEnd)) return false;
    else if (position === this.#messageEnd) this.#messageEnd = outside;
    else return false;
    return true;
  }

  /** The length before a message. */
  #enterMessage(): boolean {
    const wire = this.#wire;
    wire.limit = this.#filled;
    wire.inputEnd = this.#isAll ? this.#filled : Infinity;
    const length = this.#head?.framing === 'after-varint' ? wire.uint32() : wire.view.getUint32(wire.fixed(4));
    this.#messageEnd = this.position + length;
    return true;
  }

  #field(): boolean {
    const wire = this.#wire;
    const from = wire.at;
    const within = this.#innermostEnd - wire.base;
    wire.limit = Math.min(within, this.#filled);
    wire.inputEnd = this.#isAll ? this.#filled : Infinity;
    const tag = wire.tag();
    if ((tag & 7) !== WIRE.bytes) {
      wire.skip(tag, wire.limit);
      return true;
    }
    const end = wire.end(within);
    if (this.#isEntered(tag, wire.base + end)) return true;
    if (!this.#isRead(tag)) {
      this.#toSkip = end - wire.at;
      return true;
    }
    if (end > this.#filled) {
      if (this.#isAll) this.#refuseCut();
      this.#wanted = end - from;
      wire.at = from;
      return false;
    }
    wire.limit = end;
    wire.inputEnd = Infinity;
    if (Number.isNaN(this.#scopeEnd)) this.#readResource(end);
    else this.#spans.span(end, this.#numberOfResource());
    return true;
  }

  get #innermostEnd(): number {
    if (!Number.isNaN(this.#scopeEnd)) return this.#scopeEnd;
    if (!Number.isNaN(this.#resourceEnd)) return this.#resourceEnd;
    return Number.isNaN(this.#messageEnd) ? Infinity : this.#messageEnd;
  }

  /** Enters a list of scopes or spans: those are read one by one. */
  #isEntered(tag: number, end: number): boolean {
    if (!Number.isNaN(this.#scopeEnd)) return false;
    if (Number.isNaN(this.#resourceEnd)) {
      if (tag !== MESSAGE.resourceSpans) return false;
      this.#enterResource(end);
      return true;
    }
    if (tag !== RESOURCE_SPANS.scopeSpans) return false;
    this.#scopeEnd = end;
    return true;
  }

  #isRead(tag: number): boolean {
    if (!Number.isNaN(this.#scopeEnd)) return tag === SCOPE_SPANS.span;
    return !Number.isNaN(this.#resourceEnd) && tag === RESOURCE_SPANS.resource;
  }

  #enterResource(end: number): void {
    this.#resourceEnd = end;
    this.#resource = new Map();
    this.#resourceNumber = undefined;
    this.#resourceFirstRow = this.#spans.table.size;
  }

  #readResource(end: number): void {
    this.#spans.resource(end, this.#resource);
    this.#resourceNumber = undefined;
  }

  #numberOfResource(): number {
    return (this.#resourceNumber ??= this.#spans.table.resource(this.#resource));
  }

  /** A resource may be told after its spans. */
  #leaveResource(): void {
    this.#resourceEnd = outside;
    if (this.#resourceNumber !== undefined || this.#spans.table.size === this.#resourceFirstRow) return;
    this.#spans.table.resourceOf.fill(this.#numberOfResource(), this.#resourceFirstRow, this.#spans.table.size);
  }

  #refuseCut(): never {
    throw new FaultlineError('FAULTLINE_TRUNCATED', {
      source: this.#source,
      where: ` (byte ${this.#wire.base + this.#filled})`,
    });
  }

  #refuseNothing(): never {
    const refuse = (problem: string, hint: string): never => {
      throw new FaultlineError('FAULTLINE_INVALID_INPUT', { source: this.#source, problem, hint });
    };
    const signal = this.#head?.signal;
    if (signal === 'logs' || signal === 'metrics')
      return refuse(
        `it holds OTLP ${signal}, not traces.`,
        `Export the traces of the workflow instead of its ${signal}.`,
      );
    if (this.#spans.metCount === 0)
      return refuse('it has no spans.', 'Check that the export has finished, and that it is of traces.');
    return refuse(
      `none of its ${this.#spans.metCount} spans has a trace id, a span id and a start time.`,
      'Check what wrote them: without these nothing can be said about when a span ran.',
    );
  }
}
