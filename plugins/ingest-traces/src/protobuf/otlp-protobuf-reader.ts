import { FaultlineError } from '@faultline/core';
import type { SpanTable } from '@faultline/spans';
import { ArrivingWire } from './arriving-wire.ts';
import { headBytes, recognized, type Recognized } from './framing.ts';
import { MessageResource } from './message-resource.ts';
import { EXPORT, RESOURCE_SPANS, SCOPE_SPANS } from './otlp-tags.ts';
import type { OtlpProtobufReading } from './span-mendings.ts';
import { SpanMessages } from './span-messages.ts';
import { WIRE } from './wire.ts';

/** The most that a tag and the length or number after it can take. */
const longestHeader = 20;
const outside = Number.NaN;

/**
 * Reads OTLP traces in protobuf as the bytes arrive: only the resource or span that is being read has to be there as a
 * whole. Messages may follow each other in any of the known ways. Fields that are not known are passed over.
 */
export class OtlpProtobufReader {
  readonly #source: string;
  readonly #input: ArrivingWire;
  readonly #spans: SpanMessages;
  readonly #resource: MessageResource;

  /** So many bytes must be there before there is anything to do. */
  #wanted: number = headBytes;
  /** Bytes to pass over that have not arrived. */
  #toSkip = 0;
  #head: Recognized | undefined;
  // Where the messages that it is in end, in the input; `outside`: it is in none.
  #messageEnd = outside;
  #resourceEnd = outside;
  #scopeEnd = outside;

  /** `table`: where spans go, until `moveTo`. */
  constructor(reading: OtlpProtobufReading, table: SpanTable) {
    this.#source = reading.source;
    this.#input = new ArrivingWire(reading.source);
    this.#spans = new SpanMessages(this.#input.wire, reading, table);
    this.#resource = new MessageResource(this.#spans);
  }

  /** Where it is in the input. */
  get position(): number {
    return this.#input.position;
  }

  /** Goes on in another table. */
  moveTo(table: SpanTable): void {
    this.#spans.moveTo(table);
    this.#resource.moveTo(table);
  }

  /** Takes in more of the input, as a copy. */
  add(bytes: Uint8Array): void {
    this.#input.add(bytes);
  }

  /** Says that there is no more input. */
  end(): void {
    this.#input.isAll = true;
  }

  /**
   * Reads on, as far as there are whole spans, until one ends at a place where it is to pause. True: it paused.
   * @throws FaultlineError where they are not OTLP traces, or a value is nested too deep; when strict, at any departure.
   */
  readOn(isPause: (position: number) => boolean): boolean {
    const { wire, filled, left, isAll } = this.#input;
    if (left < this.#wanted && !isAll) return false;
    this.#head ??= recognized(wire.bytes.subarray(0, Math.min(headBytes, filled))) ?? { framing: 'joined' };
    this.#wanted = 1;
    for (let kept = this.#spans.keptCount; this.#step(); kept = this.#spans.keptCount)
      if (this.#spans.keptCount > kept && isPause(this.position)) return true;
    return false;
  }

  /** @throws FaultlineError where the input is cut off, or nothing of it could be kept. */
  finish(): void {
    const isInside = !Number.isNaN(this.#resourceEnd) || !Number.isNaN(this.#messageEnd);
    if (this.#input.left > 0 || this.#toSkip > 0 || isInside) this.#input.refuseCut();
    if (this.#spans.keptCount === 0) this.#refuseNothing();
  }

  /** Reads one thing. False: there is nothing to do until more arrives. */
  #step(): boolean {
    if (this.#toSkip > 0) return this.#passOver();
    if (this.#leave()) return true;
    const { left, isAll } = this.#input;
    if (left === 0) return false;
    if (left < longestHeader && !isAll) {
      this.#wanted = longestHeader;
      return false;
    }
    const isDelimited = this.#head !== undefined && this.#head.framing !== 'joined';
    if (isDelimited && Number.isNaN(this.#messageEnd)) return this.#enterMessage();
    return this.#field();
  }

  #passOver(): boolean {
    const here = Math.min(this.#toSkip, this.#input.left);
    this.#input.wire.at += here;
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

  #leaveResource(): void {
    this.#resourceEnd = outside;
    this.#resource.leave();
  }

  /** The length before a message. */
  #enterMessage(): boolean {
    const { wire } = this.#input;
    this.#input.allowTo(Infinity);
    const length = this.#head?.framing === 'after-varint' ? wire.uint32() : wire.view.getUint32(wire.fixed(4));
    this.#messageEnd = this.position + length;
    return true;
  }

  #field(): boolean {
    const input = this.#input;
    const { wire } = input;
    const from = wire.at;
    const within = this.#innermostEnd - wire.base;
    input.allowTo(within);
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
    if (end > input.filled) {
      if (input.isAll) input.refuseCut();
      this.#wanted = end - from;
      wire.at = from;
      return false;
    }
    wire.limit = end;
    wire.inputEnd = Infinity;
    if (Number.isNaN(this.#scopeEnd)) this.#resource.read(end);
    else this.#spans.span(end, this.#resource.number);
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
      if (tag !== EXPORT.resourceSpans) return false;
      this.#resourceEnd = end;
      this.#resource.enter();
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
