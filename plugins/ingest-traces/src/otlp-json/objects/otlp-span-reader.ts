import type { Json } from '@faultline/model';
import { readEvents, SPAN_KIND, SPAN_STATUS, SpanTable, statusMessageKey, type TableMark } from '@faultline/spans';
import { camelCased, fieldsOf, type Fields } from '../fields.ts';
import type { ToleranceId } from '../otlp-notes.ts';
import { attributeMap, readAttributes } from './otlp-attributes.ts';
import { enumIn, idIn, timeMsIn, type EnumNames } from './otlp-fields.ts';
import { OtlpMendings, type OtlpReading } from './otlp-mendings.ts';

const kinds: EnumNames = { numbers: SPAN_KIND, prefix: 'SPAN_KIND_' };
const statuses: EnumNames = { numbers: SPAN_STATUS, prefix: 'STATUS_CODE_' };

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
  readonly #mendings: OtlpMendings;
  readonly #toTable = (key: string, value: Json): void => this.table.attribute(key, value);
  #logLikeCount = 0;
  /** The number of the resource, and what it was made of. */
  #resource = 0;
  #entered: unknown;
  #isLegacy = false;

  constructor(reading: OtlpReading, table = new SpanTable()) {
    this.#mendings = new OtlpMendings(reading);
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
    return this.#mendings.around;
  }

  /**
   * Reads what the spans that follow have in common, and gives the number of their resource. `line`: where the document
   * starts. `isLegacy`: their list has the name of an old OTLP.
   * @throws FaultlineError when strict, at any departure.
   */
  enterResource(resource: unknown, isLegacy: boolean, path: string, line: number): number {
    this.#mendings.enterResource(`${path}.resource`, line);
    const isKnown = typeof resource === 'object' && resource === this.#entered && isLegacy === this.#isLegacy;
    if (isKnown) return this.#resource;
    this.#entered = resource;
    this.#isLegacy = isLegacy;
    this.#mendings.startResource();
    this.#resource = this.table.resource(attributeMap(fieldsOf(resource)?.attributes, this.#mendings));
    if (isLegacy) this.#mendings.add('ingest/field-names', '');
    this.#mendings.keepAround();
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
    this.#mendings.enterSpans(path);
  }

  /**
   * Reads one span of the list.
   * @throws FaultlineError where a value is nested too deep; when strict, at any departure.
   */
  readSpan(value: unknown, index: number): void {
    this.spanCount++;
    this.#mendings.startSpan(index);
    this.#readFields(this.#spanFields(value));
  }

  /** Counts a span that another reader has put into the table. */
  countKept(): void {
    this.spanCount++;
    const { table } = this;
    for (const note of this.mendedAround) table.note(note, table.trace[table.size - 1]!);
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
    this.#mendings.refuse(problem, hint);
  }

  #spanFields(value: unknown): Fields {
    const span = fieldsOf(value) ?? {};
    if (span.traceId !== undefined || span.trace_id === undefined) return span;
    this.#mendings.add('ingest/field-names', '');
    return camelCased(span);
  }

  #readFields(span: Fields): void {
    const mendings = this.#mendings;
    const traceId = idIn(span.traceId, 16, 'traceId', mendings);
    const id = idIn(span.spanId, 8, 'spanId', mendings);
    const startMs = timeMsIn(span.startTimeUnixNano, 'startTimeUnixNano', mendings);
    if (traceId === '') return this.#drop(span, 'ingest/untraced-spans');
    const trace = this.table.traceOf(traceId);
    if (id === '' || Number.isNaN(startMs)) return this.#drop(span, 'ingest/dropped-spans', trace);

    const parentId = idIn(span.parentSpanId, 8, 'parentSpanId', mendings);
    const endMs = timeMsIn(span.endTimeUnixNano, 'endTimeUnixNano', mendings);
    if (Number.isNaN(endMs)) mendings.add('ingest/missing-end', 'endTimeUnixNano');
    const kind = enumIn(span.kind, kinds, 'kind', mendings);
    const { code, message } = fieldsOf(span.status) ?? {};
    const status = enumIn(code, statuses, 'status.code', mendings);

    readAttributes(span.attributes, mendings, this.#toTable);
    this.#events(span.events);
    if (typeof message === 'string' && message !== '') this.table.attribute(statusMessageKey, message);
    this.#links(span.links);
    const name = typeof span.name === 'string' ? span.name : '';
    this.table.span({ trace, id, parentId, name, kind, startMs, endMs, status, resource: this.#resource });
    for (const note of mendings.ids) this.table.note(note, trace);
  }

  #drop(span: Fields, id: ToleranceId, trace?: number): void {
    if ('body' in span || 'severityNumber' in span || 'severityText' in span || 'timeUnixNano' in span)
      this.#logLikeCount++;
    this.#mendings.add(id, '');
    this.table.drop(trace);
  }

  #events(events: unknown): void {
    if (!Array.isArray(events)) return;
    for (const member of events) {
      const event = fieldsOf(member);
      if (typeof event?.name === 'string' && readEvents.has(event.name))
        readAttributes(event.attributes, this.#mendings, this.#toTable);
    }
  }

  #links(links: unknown): void {
    if (!Array.isArray(links)) return;
    for (const member of links) {
      const link = camelCased(fieldsOf(member) ?? {});
      const traceId = idIn(link.traceId, 16, 'links.traceId', this.#mendings);
      const spanId = idIn(link.spanId, 8, 'links.spanId', this.#mendings);
      if (traceId === '' || spanId === '') continue;
      const referenceType = attributeMap(link.attributes, this.#mendings).get('opentracing.ref_type');
      this.table.link({ traceId, spanId, isFollowsFrom: referenceType === 'follows_from' });
    }
  }
}
