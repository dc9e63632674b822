import type { Json } from '@faultline/model';
import { AttributeColumns } from './attribute-columns.ts';
import { doubled } from './doubled.ts';
import { normalisedId, SpanIds } from './span-ids.ts';
import { StringTable } from './string-table.ts';

/** Kinds of spans, numbered as OpenTelemetry does. */
export const SPAN_KIND = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
/** Status codes of spans, numbered as OpenTelemetry does. */
export const SPAN_STATUS = { unset: 0, ok: 1, error: 2 } as const;

/** The key under which readers store what a failed span says about itself; the name that OpenTelemetry gives it. */
export const statusMessageKey = 'otel.status_description';

/** What a reader knows of one span when it has read all of it. */
export interface SpanFields {
  /** What `SpanTable.traceOf` gave for the trace id. */
  readonly trace: number;
  /** Sixteen hex digits in either case, or any other text. */
  readonly id: string;
  /** Empty: a root. */
  readonly parentId: string;
  readonly name: string;
  /** See `SPAN_KIND`. */
  readonly kind: number;
  readonly startMs: number;
  /** NaN: still open when it was exported. */
  readonly endMs: number;
  /** See `SPAN_STATUS`. */
  readonly status: number;
  /** What `SpanTable.resource` gave. */
  readonly resource: number;
}

/** A link from one span to another: "I was caused by that one". */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  /** Said of a link to the parent: the parent does not wait. */
  readonly isFollowsFrom: boolean;
}

const noLinks: readonly SpanLink[] = [];
/** Of which not even the trace is known. */
const UNTRACED = -1;

/**
 * Spans as columns: what every reader fills and every run is made from. A span of eight-byte ids takes 52 bytes, an
 * attribute 13, beside its texts; nothing of a reader's own objects is kept.
 *
 * A reader gives the attributes and links of a span first, then closes it with `span`, or gives it up with `drop`. So a
 * half-read span leaves no trace.
 */
export class SpanTable {
  /** Spans kept. */
  size = 0;
  trace = new Uint32Array(64);
  name = new Uint32Array(64);
  resourceOf = new Uint32Array(64);
  kind = new Uint8Array(64);
  status = new Uint8Array(64);
  startMs = new Float64Array(64);
  /** NaN: open. */
  endMs = new Float64Array(64);

  readonly attributes = new AttributeColumns();
  readonly names = new StringTable();
  readonly traceIds: string[] = [];
  readonly resources: ReadonlyMap<string, Json>[] = [];

  readonly #ids = new SpanIds();
  readonly #parentIds = new SpanIds();
  #attributesEnd = new Uint32Array(64);
  readonly #links = new Map<number, SpanLink[]>();
  readonly #traceOf = new Map<string, number>();
  readonly #resourceByText = new Map<string, number>();
  readonly #notes = new Map<string, Map<number, number>>();
  readonly #dropped = new Map<number, number>();
  #lastTraceId = '';
  #lastTrace = -1;

  /** The number of a trace id. Hex digits are the same in both cases. */
  traceOf(traceId: string): number {
    // Most spans repeat the trace id of the one before.
    if (traceId === this.#lastTraceId && this.#lastTrace >= 0) return this.#lastTrace;
    const id = normalisedId(traceId);
    let trace = this.#traceOf.get(id);
    if (trace === undefined) {
      trace = this.traceIds.push(id) - 1;
      this.#traceOf.set(id, trace);
    }
    this.#lastTraceId = traceId;
    this.#lastTrace = trace;
    return trace;
  }

  /** The number of a set of resource attributes. */
  resource(attributes: ReadonlyMap<string, Json>): number {
    const text = JSON.stringify([...attributes]);
    let resource = this.#resourceByText.get(text);
    if (resource === undefined) {
      resource = this.resources.push(attributes) - 1;
      this.#resourceByText.set(text, resource);
    }
    return resource;
  }

  /** Adds an attribute to the span that is being read. A later value for the same key wins. */
  attribute(key: string, value: Json): void {
    this.attributes.add(key, value);
  }

  /** Adds a link to the span that is being read. */
  link({ traceId, spanId, isFollowsFrom }: SpanLink): void {
    const link = { traceId: normalisedId(traceId), spanId: normalisedId(spanId), isFollowsFrom };
    const links = this.#links.get(this.size);
    if (links === undefined) this.#links.set(this.size, [link]);
    else links.push(link);
  }

  /** Closes the span that is being read. */
  span(span: SpanFields): void {
    const row = this.size++;
    if (row === this.trace.length) this.#grow();
    this.trace[row] = span.trace;
    this.name[row] = this.names.add(span.name);
    this.resourceOf[row] = span.resource;
    this.kind[row] = span.kind;
    this.status[row] = span.status;
    this.startMs[row] = span.startMs;
    this.endMs[row] = span.endMs;
    this.#attributesEnd[row] = this.attributes.size;
    this.#ids.set(row, span.id);
    this.#parentIds.set(row, span.parentId);
  }

  /** Gives up the span that is being read and counts it. `trace` is absent where not even that is known. */
  drop(trace = UNTRACED): void {
    this.attributes.size = this.#attributesStart(this.size);
    this.#links.delete(this.size);
    this.#dropped.set(trace, (this.#dropped.get(trace) ?? 0) + 1);
  }

  /** Counts something that the reader had to mend in a span of a trace. */
  note(id: string, trace: number): void {
    let byTrace = this.#notes.get(id);
    if (byTrace === undefined) this.#notes.set(id, (byTrace = new Map()));
    byTrace.set(trace, (byTrace.get(trace) ?? 0) + 1);
  }

  /** Spans given up so far, of every trace. */
  get droppedCount(): number {
    return [...this.#dropped.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Spans of a trace that were given up; without a trace, those of which not even that is known. */
  droppedFrom(trace = UNTRACED): number {
    return this.#dropped.get(trace) ?? 0;
  }

  /** How many spans of a trace a note was made of. */
  notesOf(id: string, trace: number): number {
    return this.#notes.get(id)?.get(trace) ?? 0;
  }

  /** The span id of a row, in lower case where it is hex. */
  idOf(row: number): string {
    return this.#ids.at(row) ?? '';
  }

  /** The parent's span id. `undefined`: a root. */
  parentIdOf(row: number): string | undefined {
    return this.#parentIds.at(row);
  }

  /** The links of a row, in the order in which they were given. */
  linksOf(row: number): readonly SpanLink[] {
    return this.#links.get(row) ?? noLinks;
  }

  /** Where in `attributes` those of a row begin, and end. */
  attributesOf(row: number): { readonly from: number; readonly to: number } {
    return { from: this.#attributesStart(row), to: this.#attributesEnd[row] };
  }

  #attributesStart(row: number): number {
    return row === 0 ? 0 : this.#attributesEnd[row - 1];
  }

  #grow(): void {
    this.trace = doubled(this.trace);
    this.name = doubled(this.name);
    this.resourceOf = doubled(this.resourceOf);
    this.kind = doubled(this.kind);
    this.status = doubled(this.status);
    this.startMs = doubled(this.startMs);
    this.endMs = doubled(this.endMs);
    this.#attributesEnd = doubled(this.#attributesEnd);
  }
}
