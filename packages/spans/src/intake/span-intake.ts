import { FaultlineError, isTooDeep } from '@faultline/core';
import type { IngestNote, Json } from '@faultline/model';
import type { SpanFields } from '../table/span-fields.ts';
import type { SpanLink } from '../table/span-links.ts';
import { SpanTable } from '../table/span-table.ts';

/** A span as a reader of whole objects has it. */
export interface RecordedSpan extends Omit<SpanFields, 'trace' | 'resource'> {
  /** Empty: unknown. */
  readonly traceId: string;
  /** Of a later value for the same key the span keeps the later one. */
  readonly attributes: Iterable<readonly [key: string, value: Json]>;
  readonly resource: ReadonlyMap<string, Json>;
  readonly links?: readonly SpanLink[];
  /** What the reader had to mend in it. */
  readonly notes?: Iterable<IngestNote['id']>;
}

/**
 * Puts spans that a reader has as objects into a table, or counts them as dropped. Every record met is accounted for:
 *
 *     readCount + splitCount = table.size + mergedCount + table.droppedCount
 */
export class SpanIntake {
  readonly table = new SpanTable();
  /** Records of spans met in the input. */
  readCount = 0;
  /** Records that added to a span that another record had told of. */
  mergedCount = 0;
  /** Spans that are no records of their own: a record told of several, or a conversation is one itself. */
  splitCount = 0;

  readonly #source: string;

  /** `source`: the name of the input, for messages. */
  constructor(source: string) {
    this.#source = source;
  }

  /**
   * Keeps a span that has a trace, an id and a start, else counts it.
   * @throws FaultlineError where a value is nested deeper than 64 levels.
   */
  add(span: RecordedSpan): void {
    const { table } = this;
    const trace = span.traceId === '' ? undefined : table.traceOf(span.traceId);
    if (trace === undefined || span.id === '' || Number.isNaN(span.startMs)) return table.drop(trace);
    for (const [key, value] of span.resource)
      if (isTooDeep(value)) this.refuseDeep(`the attribute "${key}" of the resource of the span "${span.id}"`);
    for (const [key, value] of span.attributes) {
      if (isTooDeep(value)) this.refuseDeep(`the attribute "${key}" of the span "${span.id}"`);
      table.attribute(key, value);
    }
    for (const link of span.links ?? []) table.link(link);
    table.span({ ...span, trace, resource: table.resource(span.resource) });
    for (const note of span.notes ?? []) table.note(note, trace);
    if (Number.isNaN(span.endMs)) table.note('ingest/missing-end', trace);
  }

  /** @throws FaultlineError always: `where` is nested deeper than 64 levels. */
  refuseDeep(where: string): never {
    throw new FaultlineError('FAULTLINE_TOO_DEEP', { source: this.#source, where });
  }

  /** @throws FaultlineError always: the input is not what it was taken for. */
  refuse(problem: string, hint: string): never {
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', { source: this.#source, problem, hint });
  }

  /**
   * `needed`: the fields that a span must have. `records`: what the format calls spans.
   * @throws FaultlineError where nothing of what was read could be kept.
   */
  finish(needed: string, records = 'spans'): void {
    if (this.table.size > 0) return;
    if (this.readCount === 0)
      this.refuse(`it has no ${records}.`, 'Check that the export has finished, and that it is of traces.');
    this.refuse(
      `none of its ${this.readCount} ${records} has ${needed}.`,
      'Check what wrote them: without these nothing can be said about when a span ran.',
    );
  }
}
