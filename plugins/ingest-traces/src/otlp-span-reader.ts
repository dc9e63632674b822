import { FaultlineError } from '@faultline/core';
import type { Json } from '@faultline/model';
import {
  msOfNanos,
  readEvents,
  SPAN_KIND,
  SPAN_STATUS,
  SpanTable,
  statusMessageKey,
  type TableMark,
} from '@faultline/spans';
import { decodedValue, scalarOf } from './any-value.ts';
import { camelCased, fieldsOf, type Fields } from './fields.ts';
import { formOfId, hexOfBase64 } from './otlp-ids.ts';
import { tolerances, type ToleranceId } from './otlp-notes.ts';

/** How an input is read. */
export interface OtlpReading {
  /** The name of the input, for messages. */
  readonly source: string;
  /** Refuse what departs from OTLP JSON instead of mending it. */
  readonly isStrict: boolean;
}

/** Where a reader stood; see `OtlpSpanReader.mark`. */
export interface SpanReaderMark {
  readonly table: TableMark;
  readonly spanCount: number;
  readonly logLikeCount: number;
}

/** Reads spans of OTLP JSON, one by one, into a table. Every span met is kept, or counted as dropped. */
export class OtlpSpanReader {
  /** Spans met so far. */
  spanCount = 0;

  #table: SpanTable;
  /** Spans kept in tables that came before. */
  #keptBefore = 0;
  readonly #reading: OtlpReading;
  readonly #toTable = (key: string, value: Json): void => this.table.attribute(key, value);
  #logLikeCount = 0;
  // Where it is.
  #line = 0;
  #path = '';
  #span = 0;
  #resource = 0;
  /** What `#resource` and `#mendedAround` were made of. */
  #entered: unknown;
  #isLegacy = false;
  /** What was mended in the span that is being read. */
  readonly #mended = new Set<ToleranceId>();
  /** What was mended around it, for all spans of the resource. */
  #mendedAround: readonly ToleranceId[] = [];

  constructor(reading: OtlpReading, table = new SpanTable()) {
    this.#reading = reading;
    this.#table = table;
  }

  get table(): SpanTable {
    return this.#table;
  }

  /** The number of the resource of the spans that are being read. */
  get resource(): number {
    return this.#resource;
  }

  /** What was mended around the spans that are being read. */
  get mendedAround(): readonly ToleranceId[] {
    return this.#mendedAround;
  }

  /**
   * Reads what the spans that follow have in common, and gives the number of their resource. `line`: where the document
   * starts. `isLegacy`: their list has the name of an old OTLP.
   * @throws FaultlineError when strict, at any departure.
   */
  enterResource(resource: unknown, isLegacy: boolean, path: string, line: number): number {
    this.#line = line;
    this.#path = `${path}.resource`;
    const isKnown = typeof resource === 'object' && resource === this.#entered && isLegacy === this.#isLegacy;
    if (isKnown) return this.#resource;
    this.#entered = resource;
    this.#isLegacy = isLegacy;
    this.#mended.clear();
    this.#resource = this.table.resource(this.#mapOf(fieldsOf(resource)?.attributes));
    if (isLegacy) this.#mend('ingest/field-names', '');
    this.#mendedAround = [...this.#mended];
    return this.#resource;
  }

  /** Goes on with another table: this one was handed out. */
  moveTo(table: SpanTable): void {
    this.#keptBefore += this.#table.size;
    this.#resource = table.resource(this.#table.resources[this.#resource] ?? new Map());
    this.#table = table;
  }

  /** Says in which list the spans are that follow. */
  enterSpans(path: string): void {
    this.#path = path;
  }

  /**
   * Reads one span of the list.
   * @throws FaultlineError where a value is nested too deep; when strict, at any departure.
   */
  readSpan(value: unknown, index: number): void {
    this.#span = index;
    this.spanCount++;
    this.#mended.clear();
    for (const id of this.#mendedAround) this.#mended.add(id);
    this.#readFields(this.#spanFields(value));
  }

  /** Counts a span that another reader has put into the table. */
  countKept(): void {
    this.spanCount++;
    const { table } = this;
    for (const note of this.#mendedAround) table.note(note, table.trace[table.size - 1]!);
  }

  /** What `rollback` goes back to. */
  mark(): SpanReaderMark {
    return { table: this.table.mark(), spanCount: this.spanCount, logLikeCount: this.#logLikeCount };
  }

  /** Forgets what was read since `mark`. */
  rollback({ table, spanCount, logLikeCount }: SpanReaderMark): void {
    this.table.rollback(table);
    this.spanCount = spanCount;
    this.#logLikeCount = logLikeCount;
  }

  /** @throws FaultlineError where nothing of what was read could be kept. */
  finish(): void {
    if (this.#keptBefore + this.table.size > 0) return;
    if (this.spanCount === 0)
      this.refuse('it has no spans.', 'Check that the export has finished, and that it is of traces.');
    if (this.#logLikeCount > 0)
      this.refuse(
        `none of its ${this.spanCount} spans can be kept, and they have the fields of log records: these are logs sent as spans.`,
        'Send logs to the logs endpoint, and export the traces of the workflow.',
      );
    this.refuse(
      `none of its ${this.spanCount} spans has a trace id, a span id and a start time.`,
      'Check what wrote them: spans of OTLP have traceId, spanId and startTimeUnixNano.',
    );
  }

  /** @throws FaultlineError always. */
  refuse(problem: string, hint: string): never {
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', { source: this.#reading.source, problem, hint });
  }

  #readFields(span: Fields): void {
    const traceId = this.#id(span.traceId, 16, 'traceId');
    const id = this.#id(span.spanId, 8, 'spanId');
    const startMs = this.#timeMs(span.startTimeUnixNano, 'startTimeUnixNano');
    if (traceId === '') return this.#drop(span, 'ingest/untraced-spans');
    const trace = this.table.traceOf(traceId);
    if (id === '' || Number.isNaN(startMs)) return this.#drop(span, 'ingest/dropped-spans', trace);

    const parentId = this.#id(span.parentSpanId, 8, 'parentSpanId');
    const endMs = this.#timeMs(span.endTimeUnixNano, 'endTimeUnixNano');
    if (Number.isNaN(endMs)) this.#mend('ingest/missing-end', 'endTimeUnixNano');
    const kind = this.#enum(span.kind, SPAN_KIND, 'SPAN_KIND_', 'kind');
    const { code, message } = fieldsOf(span.status) ?? {};
    const status = this.#enum(code, SPAN_STATUS, 'STATUS_CODE_', 'status.code');

    this.#attributes(span.attributes, this.#toTable);
    this.#events(span.events);
    if (typeof message === 'string' && message !== '') this.table.attribute(statusMessageKey, message);
    this.#links(span.links);
    const name = typeof span.name === 'string' ? span.name : '';
    this.table.span({ trace, id, parentId, name, kind, startMs, endMs, status, resource: this.#resource });
    for (const note of this.#mended) this.table.note(note, trace);
  }

  #spanFields(value: unknown): Fields {
    const span = fieldsOf(value) ?? {};
    if (span.traceId !== undefined || span.trace_id === undefined) return span;
    this.#mend('ingest/field-names', '');
    return camelCased(span);
  }

  #drop(span: Fields, id: ToleranceId, trace?: number): void {
    if ('body' in span || 'severityNumber' in span || 'severityText' in span || 'timeUnixNano' in span)
      this.#logLikeCount++;
    this.#mend(id, '');
    this.table.drop(trace);
  }

  /** Empty: none. */
  #id(id: unknown, bytes: 8 | 16, field: string): string {
    const form = formOfId(id, bytes);
    if (form === 'absent' || typeof id !== 'string') return '';
    if (form === 'hex') return id;
    this.#mend(form === 'base64' ? 'ingest/base64-ids' : 'ingest/opaque-ids', field);
    return form === 'base64' ? hexOfBase64(id) : id;
  }

  /** NaN: none. Zero is what protobuf writes for none. */
  #timeMs(time: unknown, field: string): number {
    if (typeof time === 'string') return time === '0' ? Number.NaN : msOfNanos(time);
    if (typeof time !== 'number' || !(time > 0)) return Number.NaN;
    if (!Number.isSafeInteger(time)) this.#mend('ingest/rounded-times', field);
    return time / 1e6;
  }

  #enum(value: unknown, numbers: Readonly<Record<string, number>>, prefix: string, field: string): number {
    if (typeof value === 'number') return value >= 0 && value <= 5 ? value : 0;
    if (typeof value !== 'string') return 0;
    this.#mend('ingest/enum-names', field);
    const name = value.replace(prefix, '').toLowerCase();
    return Object.hasOwn(numbers, name) ? (numbers[name] ?? 0) : 0;
  }

  #attributes(attributes: unknown, take: (key: string, value: Json) => void): void {
    if (attributes === undefined || attributes === null) return;
    const isList = Array.isArray(attributes);
    if (!isList) this.#mend('ingest/plain-attributes', 'attributes');
    const entries: readonly unknown[] = isList ? attributes : Object.entries(fieldsOf(attributes) ?? {}).map(keyed);
    for (const entry of entries) {
      const { key, value } = (entry ?? {}) as Fields;
      if (typeof key === 'string') take(key, scalarOf(value) ?? this.#decodedValue(value, key));
    }
  }

  #mapOf(attributes: unknown): ReadonlyMap<string, Json> {
    const map = new Map<string, Json>();
    this.#attributes(attributes, (key, value) => map.set(key, value));
    return map;
  }

  #decodedValue(value: unknown, key: string): Json {
    const decoded = decodedValue(value);
    if (decoded === undefined)
      throw new FaultlineError('FAULTLINE_TOO_DEEP', {
        source: this.#reading.source,
        where: `the attribute "${key}" at ${this.#place()}`,
      });
    if (decoded.isPlain) this.#mend('ingest/plain-attributes', 'attributes');
    return decoded.value;
  }

  #events(events: unknown): void {
    if (!Array.isArray(events)) return;
    for (const member of events) {
      const event = fieldsOf(member);
      if (typeof event?.name === 'string' && readEvents.has(event.name))
        this.#attributes(event.attributes, this.#toTable);
    }
  }

  #links(links: unknown): void {
    if (!Array.isArray(links)) return;
    for (const member of links) {
      const link = camelCased(fieldsOf(member) ?? {});
      const traceId = this.#id(link.traceId, 16, 'links.traceId');
      const spanId = this.#id(link.spanId, 8, 'links.spanId');
      if (traceId === '' || spanId === '') continue;
      const referenceType = this.#mapOf(link.attributes).get('opentracing.ref_type');
      this.table.link({ traceId, spanId, isFollowsFrom: referenceType === 'follows_from' });
    }
  }

  /** @throws FaultlineError when strict. */
  #mend(id: ToleranceId, field: string): void {
    if (!this.#reading.isStrict) {
      this.#mended.add(id);
      return;
    }
    const { fault, advice } = tolerances[id];
    this.refuse(`${this.#place(field)} ${fault}.`, `${advice}, or read without the option "strict".`);
  }

  #place(field = ''): string {
    const at = this.#path.endsWith('.spans') ? `${this.#path}[${this.#span}]` : this.#path;
    return `${at}${field === '' ? '' : `.${field}`} (line ${this.#line})`;
  }
}

const keyed = ([key, value]: readonly [string, unknown]) => ({ key, value });
