import { FaultlineError } from '@faultline/core';
import type { Json } from '@faultline/model';
import { ID_FORM, statusMessageKey, type SpanLink, type SpanTable } from '@faultline/spans';
import { AnyValues } from './any-values.ts';
import { AttributeMessages } from './attribute-messages.ts';
import { EventAndLinkMessages } from './event-and-link-messages.ts';
import { msOfWords } from './ms-of-words.ts';
import { RESOURCE, SPAN, STATUS } from './otlp-tags.ts';
import type { DepartureId } from './protobuf-notes.ts';
import { SpanIdMessages } from './span-id-messages.ts';
import { SpanMendings, type OtlpProtobufReading } from './span-mendings.ts';
import type { Wire } from './wire.ts';

/** Reads spans and resources of OTLP from where a wire is, into a table. */
export class SpanMessages {
  /** Where spans go. */
  table: SpanTable;
  /** Spans met so far. */
  metCount = 0;
  /** Spans kept so far. */
  keptCount = 0;

  readonly #wire: Wire;
  readonly #values: AnyValues;
  readonly #attributes: AttributeMessages;
  readonly #mendings: SpanMendings;
  readonly #ids: SpanIdMessages;
  readonly #eventsAndLinks: EventAndLinkMessages;
  readonly #toTable = (end: number): void => this.#attributes.toColumns(end, this.table.attributes);
  readonly #linkToTable = (link: SpanLink): void => this.table.link(link);

  constructor(wire: Wire, reading: OtlpProtobufReading, table: SpanTable) {
    this.table = table;
    this.#wire = wire;
    this.#values = new AnyValues(wire, () => refuseDepth(wire, reading));
    this.#attributes = new AttributeMessages(wire, this.#values);
    this.#mendings = new SpanMendings(wire, reading);
    this.#ids = new SpanIdMessages(wire, this.#mendings, table);
    this.#eventsAndLinks = new EventAndLinkMessages(wire, this.#values, this.#ids);
  }

  /** Goes on in another table. */
  moveTo(table: SpanTable): void {
    this.table = table;
    this.#ids.moveTo(table);
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
    this.#mendings.start();
    this.#eventsAndLinks.start();
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
          this.#ids.toRow(end, table.ids, row);
          break;
        case SPAN.parentId:
          this.#ids.toRow(end, table.parentIds, row);
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
          this.#attributes.toColumns(end, table.attributes);
          break;
        case SPAN.event:
        case SPAN.link:
          this.#eventsAndLinks.pass(tag, end);
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
    const trace = traceAt < 0 ? -1 : this.#ids.traceAt(traceAt, end);
    wire.at = end;
    if (trace < 0) return this.#drop('ingest/untraced-spans');
    if (table.ids.form[row] === ID_FORM.none || Number.isNaN(startMs)) return this.#drop('ingest/dropped-spans', trace);
    if (Number.isNaN(endMs)) this.#mendings.add('ingest/missing-end');
    this.#eventsAndLinks.events(end, this.#toTable);
    if (message !== '') table.attribute(statusMessageKey, message);
    this.#eventsAndLinks.links(end, this.#linkToTable);
    table.trace[row] = trace;
    table.name[row] = name < 0 ? table.names.add('') : name;
    table.resourceOf[row] = resource;
    table.kind[row] = kind;
    table.status[row] = status;
    table.startMs[row] = startMs;
    table.endMs[row] = endMs;
    table.close();
    this.keptCount++;
    for (const note of this.#mendings.ids) table.note(note, trace);
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

  #drop(id: DepartureId, trace?: number): void {
    this.#mendings.add(id);
    this.table.drop(trace);
  }
}

function refuseDepth(wire: Wire, { source }: OtlpProtobufReading): never {
  throw new FaultlineError('FAULTLINE_TOO_DEEP', { source, where: `an attribute (byte ${wire.base + wire.at})` });
}
