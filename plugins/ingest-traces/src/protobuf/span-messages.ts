import { FaultlineError } from '@faultline/core';
import type { Json } from '@faultline/model';
import { ID_FORM, readEvents, statusMessageKey, type SpanTable } from '@faultline/spans';
import { AnyValues } from './any-values.ts';
import { msOfWords } from './ms-of-words.ts';
import { departures, type DepartureId } from './protobuf-notes.ts';
import type { Wire } from './wire.ts';

/** Tags by message. The wire type is part of a tag, so a field of another type is one that is not known. */
const SPAN = {
  traceId: 0x0a,
  id: 0x12,
  parentId: 0x22,
  name: 0x2a,
  kind: 0x30,
  start: 0x39,
  end: 0x41,
  attribute: 0x4a,
  event: 0x5a,
  link: 0x6a,
  status: 0x7a,
} as const;
const EVENT = { name: 0x12, attribute: 0x1a } as const;
const LINK = { traceId: 0x0a, spanId: 0x12, attribute: 0x22 } as const;
const STATUS = { message: 0x12, code: 0x18 } as const;
const RESOURCE = { attribute: 0x0a } as const;

/** How an input is read. */
export interface OtlpProtobufReading {
  /** The name of the input, for messages. */
  readonly source: string;
  /** Refuse what departs from OTLP instead of mending it. */
  readonly isStrict: boolean;
}

/** Reads spans and resources of OTLP from where a wire is, into a table. */
export class SpanMessages {
  /** Where spans go. */
  table: SpanTable;
  /** Spans met so far. */
  metCount = 0;
  /** Spans kept so far. */
  keptCount = 0;

  readonly #wire: Wire;
  readonly #reading: OtlpProtobufReading;
  readonly #values: AnyValues;
  readonly #mended = new Set<DepartureId>();
  /** Where events and links of the span are: attributes come first, in whatever order they were written. */
  readonly #later: number[] = [];
  readonly #lastTraceId = new Uint32Array(4);
  /** -1: there is none. */
  #lastTrace = -1;

  constructor(wire: Wire, reading: OtlpProtobufReading, table: SpanTable) {
    this.table = table;
    this.#wire = wire;
    this.#reading = reading;
    this.#values = new AnyValues(wire, () => this.#refuseDepth());
  }

  /** Goes on in another table. */
  moveTo(table: SpanTable): void {
    this.table = table;
    this.#lastTrace = -1;
  }

  /** Adds the attributes of a resource, which ends there, to those that are known. */
  resource(end: number, attributes: Map<string, Json>): void {
    const wire = this.#wire;
    while (wire.at < end) {
      const tag = wire.tag();
      if (tag === RESOURCE.attribute) this.#values.keyValue(end, (key, value) => attributes.set(key, value));
      else wire.skip(tag, end);
    }
    wire.close(end);
  }

  /** Reads a span, which ends there; `resource` is the number of its resource. */
  span(end: number, resource: number): void {
    this.metCount++;
    this.#mended.clear();
    this.#later.length = 0;
    const wire = this.#wire;
    const { table } = this;
    const row = table.newRow();
    table.ids.setNone(row);
    table.parentIds.setNone(row);
    let traceAt = -1;
    let name = -1;
    let kind = 0;
    let startMs = Number.NaN;
    let endMs = Number.NaN;
    let status = 0;
    let message = '';
    while (wire.at < end) {
      const tag = wire.tag();
      switch (tag) {
        case SPAN.traceId:
          traceAt = wire.at;
          wire.at = wire.end(end);
          break;
        case SPAN.id:
          this.#spanId(end, table.ids, row);
          break;
        case SPAN.parentId:
          this.#spanId(end, table.parentIds, row);
          break;
        case SPAN.name: {
          const nameEnd = wire.end(end);
          name = table.names.addUtf8(wire, wire.at, nameEnd);
          wire.at = nameEnd;
          break;
        }
        case SPAN.kind:
          kind = this.#enum();
          break;
        case SPAN.start:
          startMs = this.#timeMs();
          break;
        case SPAN.end:
          endMs = this.#timeMs();
          break;
        case SPAN.attribute:
          this.#values.toColumns(end, table.attributes);
          break;
        case SPAN.event:
        case SPAN.link:
          this.#later.push(tag, wire.at);
          wire.at = wire.end(end);
          break;
        case SPAN.status: {
          const statusEnd = wire.end(end);
          while (wire.at < statusEnd) {
            const field = wire.tag();
            if (field === STATUS.message) message = this.#values.text(statusEnd);
            else if (field === STATUS.code) status = this.#enum();
            else wire.skip(field, statusEnd);
          }
          wire.close(statusEnd);
          break;
        }
        default:
          wire.skip(tag, end);
      }
    }
    wire.close(end);
    const trace = traceAt < 0 ? -1 : this.#traceAt(traceAt, end);
    if (trace < 0) return this.#drop('ingest/untraced-spans');
    if (table.ids.form[row] === ID_FORM.none || Number.isNaN(startMs)) return this.#drop('ingest/dropped-spans', trace);
    if (Number.isNaN(endMs)) this.#mend('ingest/missing-end');
    if (this.#later.length > 0) this.#events(end);
    if (message !== '') table.attribute(statusMessageKey, message);
    if (this.#later.length > 0) this.#links(end);
    table.trace[row] = trace;
    table.name[row] = name < 0 ? table.names.add('') : name;
    table.resourceOf[row] = resource;
    table.kind[row] = kind;
    table.status[row] = status;
    table.startMs[row] = startMs;
    table.endMs[row] = endMs;
    table.close();
    this.keptCount++;
    for (const note of this.#mended) table.note(note, trace);
  }

  #drop(id: DepartureId, trace?: number): void {
    this.#mend(id);
    this.table.drop(trace);
  }

  /** The number of a trace; -1: none. Most spans repeat the trace of the one before. Ends where the span does. */
  #traceAt(at: number, end: number): number {
    const wire = this.#wire;
    const { view } = wire;
    if (view.getUint8(at) !== 16) {
      wire.at = at;
      const id = this.#hexId(end, 16);
      wire.at = end;
      return id === '' ? -1 : this.table.traceOf(id);
    }
    const a = view.getUint32(at + 1);
    const b = view.getUint32(at + 5);
    const c = view.getUint32(at + 9);
    const d = view.getUint32(at + 13);
    const last = this.#lastTraceId;
    if (this.#lastTrace >= 0 && a === last[0] && b === last[1] && c === last[2] && d === last[3])
      return this.#lastTrace;
    if (a === 0 && b === 0 && c === 0 && d === 0) return -1;
    last.set([a, b, c, d]);
    this.#lastTrace = this.table.traceOfWords(a, b, c, d);
    return this.#lastTrace;
  }

  #spanId(within: number, ids: SpanTable['ids'], row: number): void {
    const wire = this.#wire;
    const from = wire.at + 1;
    if (from + 8 > within || wire.view.getUint8(wire.at) !== 8) {
      ids.set(row, this.#hexId(within, 8));
      return;
    }
    wire.at = from + 8;
    const high = wire.view.getUint32(from);
    const low = wire.view.getUint32(from + 4);
    if (high === 0 && low === 0) ids.setNone(row);
    else ids.setWords(row, high, low);
  }

  /** The hex digits of an id. Empty: none, which zeros stand for as well. */
  #hexId(within: number, length: 8 | 16): string {
    const wire = this.#wire;
    const end = wire.end(within);
    const from = wire.at;
    wire.at = end;
    let isNone = true;
    let hex = '';
    for (let at = from; at < end; at++) {
      const byte = wire.view.getUint8(at);
      isNone &&= byte === 0;
      hex += hexOf[byte];
    }
    if (isNone) return '';
    if (end - from !== length) this.#mend('ingest/id-lengths');
    return hex;
  }

  /** NaN: none, which zero stands for. */
  #timeMs(): number {
    const from = this.#wire.fixed(8);
    const low = this.#wire.view.getUint32(from, true);
    const high = this.#wire.view.getUint32(from + 4, true);
    return low === 0 && high === 0 ? Number.NaN : msOfWords(high, low);
  }

  /** A kind or code; 0 for what OTLP does not name. */
  #enum(): number {
    this.#wire.varint64();
    return this.#wire.high === 0 && this.#wire.low <= 5 ? this.#wire.low : 0;
  }

  #events(spanEnd: number): void {
    this.#each(SPAN.event, spanEnd, (end) => {
      const from = this.#wire.at;
      let name = '';
      this.#fields(end, (tag) => {
        if (tag === EVENT.name) name = this.#values.text(end);
        else this.#wire.skip(tag, end);
      });
      if (!readEvents.has(name)) return;
      this.#wire.at = from;
      this.#fields(end, (tag) => {
        if (tag === EVENT.attribute) this.#values.toColumns(end, this.table.attributes);
        else this.#wire.skip(tag, end);
      });
    });
  }

  #links(spanEnd: number): void {
    this.#each(SPAN.link, spanEnd, (end) => {
      let traceId = '';
      let spanId = '';
      let isFollowsFrom = false;
      this.#fields(end, (tag) => {
        if (tag === LINK.traceId) traceId = this.#hexId(end, 16);
        else if (tag === LINK.spanId) spanId = this.#hexId(end, 8);
        else if (tag === LINK.attribute)
          this.#values.keyValue(end, (key, value) => {
            if (key === 'opentracing.ref_type') isFollowsFrom = value === 'follows_from';
          });
        else this.#wire.skip(tag, end);
      });
      if (traceId !== '' && spanId !== '') this.table.link({ traceId, spanId, isFollowsFrom });
    });
  }

  /** The messages of one field that were left for later. */
  #each(field: number, spanEnd: number, read: (end: number) => void): void {
    for (let i = 0; i < this.#later.length; i += 2) {
      if (this.#later[i] !== field) continue;
      this.#wire.at = this.#later[i + 1] ?? spanEnd;
      read(this.#wire.end(spanEnd));
    }
    this.#wire.at = spanEnd;
  }

  #fields(end: number, read: (tag: number) => void): void {
    while (this.#wire.at < end) read(this.#wire.tag());
    this.#wire.close(end);
  }

  /** @throws FaultlineError when strict. */
  #mend(id: DepartureId): void {
    if (!this.#reading.isStrict) {
      this.#mended.add(id);
      return;
    }
    const { fault, advice } = departures[id];
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', {
      source: this.#reading.source,
      problem: `the span that ends at byte ${this.#wire.base + this.#wire.at} ${fault}.`,
      hint: `${advice}, or read without the option "strict".`,
    });
  }

  #refuseDepth(): never {
    const where = `an attribute (byte ${this.#wire.base + this.#wire.at})`;
    throw new FaultlineError('FAULTLINE_TOO_DEEP', { source: this.#reading.source, where });
  }
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
