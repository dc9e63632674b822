import type { Json } from '@faultline/model';
import { AttributeColumns, type AttributeMark } from './attribute-columns.ts';
import { lengthened } from '../bytes/lengthened.ts';
import { NoteLog } from './note-log.ts';
import { OpaqueIds } from './opaque-ids.ts';
import { normalisedId, SpanIds } from './span-ids.ts';
import { StringTable } from './string-table.ts';
import { TraceIds } from './trace-ids.ts';

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

/** Where a table stood; see `SpanTable.mark`. */
export interface TableMark {
  readonly size: number;
  readonly attributes: AttributeMark;
  readonly notes: number;
  readonly drops: number;
}

const noLinks: readonly SpanLink[] = [];
const noAttributes: ReadonlyMap<string, Json> = new Map();
/** Columns that are so many times too long are not used again. */
const mostTimes = 4;
/** Of which not even the trace is known. */
const UNTRACED = -1;

/**
 * Spans as columns: what every reader fills and every run is made from. A span of eight-byte ids takes 52 bytes, an
 * attribute 13, beside its texts; nothing of a reader's own objects is kept.
 *
 * A reader gives the attributes and links of a span first, then closes it with `span`, or gives it up with `drop`. So a
 * half-read span leaves no trace. A reader of bytes fills the columns of a `newRow` itself, and closes it with `close`.
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

  /** Span ids, and those of parents. */
  readonly ids: SpanIds;
  readonly parentIds: SpanIds;
  readonly traces = new TraceIds();
  readonly attributes: AttributeColumns;
  readonly names: StringTable;
  readonly resources: ReadonlyMap<string, Json>[] = [];
  /** Traces of which an earlier table had spans that were handed out as a run. */
  readonly lateTraces = new Set<number>();

  readonly #opaqueIds: OpaqueIds;
  #attributesEnd = new Uint32Array(64);
  readonly #links = new Map<number, SpanLink[]>();
  readonly #resourceByText = new Map<string, number>();
  readonly #notes = new NoteLog();
  /** The trace of each span given up. */
  readonly #drops: number[] = [];
  #droppedBy = counted([]);
  #lastTraceId = '';
  #lastTrace = -1;

  /**
   * `like`: a table whose numbers of names, keys and opaque ids hold here as well, where they are not too many.
   * `spent`: a table that nobody reads any more, whose columns may be written over: new ones cost page faults, and much
   * work of the garbage collector. `share`: how many rows there will be, by those of `like`.
   */
  constructor(like?: SpanTable, spent?: SpanTable, share = 1) {
    this.attributes = new AttributeColumns(like?.attributes);
    this.names = like === undefined || like.names.isFull ? new StringTable() : like.names;
    this.#opaqueIds = like === undefined || like.#opaqueIds.isFull ? new OpaqueIds() : like.#opaqueIds;
    this.ids = new SpanIds(this.#opaqueIds);
    this.parentIds = new SpanIds(this.#opaqueIds);
    if (like === undefined) return;
    const margin = 1.25 * share;
    const rows = Math.ceil(like.size * margin);
    if (spent !== undefined && spent.trace.length <= rows * mostTimes) this.#takeColumns(spent);
    this.#growTo(rows);
    this.attributes.growTo(Math.ceil(like.attributes.size * margin));
  }

  /** Trace ids by the number of their trace. */
  get traceIds(): readonly string[] {
    return this.traces.texts;
  }

  /** The number of a trace id. Hex digits are the same in both cases. */
  traceOf(traceId: string): number {
    // Most spans repeat the trace id of the one before.
    if (traceId === this.#lastTraceId && this.#lastTrace >= 0) return this.#lastTrace;
    this.#lastTraceId = traceId;
    this.#lastTrace = this.traces.of(traceId);
    return this.#lastTrace;
  }

  /** The number of a trace id of sixteen bytes, as four words. */
  traceOfWords(a: number, b: number, c: number, d: number): number {
    return this.traces.ofWords(a, b, c, d);
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
    const row = this.newRow();
    this.trace[row] = span.trace;
    this.name[row] = this.names.add(span.name);
    this.resourceOf[row] = span.resource;
    this.kind[row] = span.kind;
    this.status[row] = span.status;
    this.startMs[row] = span.startMs;
    this.endMs[row] = span.endMs;
    this.ids.set(row, span.id);
    this.parentIds.set(row, span.parentId);
    this.close();
  }

  /** The row of the span that is being read: every column has room for it, and is to be set before `close`. */
  newRow(): number {
    this.#growTo(this.size + 1);
    return this.size;
  }

  /** Closes the span that is being read when its columns are set. */
  close(): void {
    this.#attributesEnd[this.size++] = this.attributes.size;
    this.attributes.keep();
  }

  /** Forgets what was given of the span that is being read. */
  undo(): void {
    this.attributes.undo();
    this.#links.delete(this.size);
  }

  /** Gives up the span that is being read and counts it. `trace` is absent where not even that is known. */
  drop(trace = UNTRACED): void {
    this.undo();
    this.#drops.push(trace);
  }

  /** Counts something that the reader had to mend in a span of a trace. */
  note(id: string, trace: number): void {
    this.#notes.add(id, trace);
  }

  /** Spans given up so far, of every trace. */
  get droppedCount(): number {
    return this.#drops.length;
  }

  /** Spans of a trace that were given up; without a trace, those of which not even that is known. */
  droppedFrom(trace = UNTRACED): number {
    if (this.#droppedBy.total !== this.#drops.length) this.#droppedBy = counted(this.#drops);
    return this.#droppedBy.counts.get(trace) ?? 0;
  }

  /** Notes made so far, of every trace. */
  get noteCount(): number {
    return this.#notes.size;
  }

  /** How many spans of a trace a note was made of. */
  notesOf(id: string, trace: number): number {
    return this.#notes.countOf(id, trace);
  }

  /** What `rollback` goes back to. */
  mark(): TableMark {
    const { size, attributes } = this;
    return { size, attributes: attributes.mark(), notes: this.#notes.size, drops: this.#drops.length };
  }

  /** Forgets all spans, attributes, links, notes and drops since `mark`. */
  rollback({ size, attributes, notes, drops }: TableMark): void {
    for (let row = size; this.#links.size > 0 && row <= this.size; row++) this.#links.delete(row);
    this.size = size;
    this.attributes.rollback(attributes);
    this.#notes.truncate(notes);
    this.#drops.length = drops;
  }

  /**
   * Moves the spans of some traces to another table, with their notes and drops. `traces`: the number there of each trace
   * that is moved; -1 of each other. O(rows).
   */
  moveTraces(traces: Int32Array, other: SpanTable): void {
    const resources: number[] = [];
    let kept = 0;
    let attributesKept = 0;
    for (let from = 0, to = 0; from < this.size; from = to) {
      const isMoved = traces[this.trace[from]] >= 0;
      for (to = from + 1; to < this.size; to++) if (traces[this.trace[to]] >= 0 !== isMoved) break;
      if (isMoved) other.#copyRows(this, from, to, traces, resources);
      else {
        attributesKept = this.#moveRows(kept, from, to, attributesKept);
        kept += to - from;
      }
    }
    this.size = kept;
    this.attributes.size = attributesKept;
    this.attributes.keep();
    for (const trace of this.lateTraces) if (traces[trace] >= 0) other.lateTraces.add(traces[trace]);
    this.#notes.moveTraces(traces, other.#notes);
    // Spans of no run are told with the runs of their time; where there is none, with those that follow.
    for (const trace of this.#drops.splice(0)) {
      const there = trace === UNTRACED ? UNTRACED : traces[trace];
      if (there >= 0 || kept === 0) other.#drops.push(there);
      else this.#drops.push(trace);
    }
  }

  /** The span id of a row, in lower case where it is hex. */
  idOf(row: number): string {
    return this.ids.at(row) ?? '';
  }

  /** The parent's span id. `undefined`: a root. */
  parentIdOf(row: number): string | undefined {
    return this.parentIds.at(row);
  }

  /** The links of a row, in the order in which they were given. */
  linksOf(row: number): readonly SpanLink[] {
    return this.#links.size === 0 ? noLinks : (this.#links.get(row) ?? noLinks);
  }

  /** Where in `attributes` those of a row begin, and end. */
  attributesOf(row: number): { readonly from: number; readonly to: number } {
    return { from: this.#attributesStart(row), to: this.#attributesEnd[row] };
  }

  #attributesStart(row: number): number {
    return row === 0 ? 0 : this.#attributesEnd[row - 1];
  }

  /** `traces`, `resources`: their numbers here. */
  #copyRows(from: SpanTable, first: number, end: number, traces: Int32Array, resources: number[]): void {
    const row = this.size;
    this.#growTo(row + end - first);
    const attributesFrom = from.#attributesStart(first);
    const shift = this.attributes.size - attributesFrom;
    this.attributes.copy(from.attributes, attributesFrom, from.#attributesStart(end));
    this.kind.set(from.kind.subarray(first, end), row);
    this.status.set(from.status.subarray(first, end), row);
    this.startMs.set(from.startMs.subarray(first, end), row);
    this.endMs.set(from.endMs.subarray(first, end), row);
    this.ids.copy(row, from.ids, first, end);
    this.parentIds.copy(row, from.parentIds, first, end);
    for (let at = first, to = row; at < end; at++, to++) {
      const name = from.name[at];
      const resource = from.resourceOf[at];
      this.trace[to] = traces[from.trace[at]];
      this.name[to] = from.names === this.names ? name : this.names.add(from.names.at(name));
      this.resourceOf[to] = resources[resource] ??= this.resource(from.resources[resource] ?? noAttributes);
      this.#attributesEnd[to] = from.#attributesEnd[at] + shift;
    }
    for (let at = first; from.#links.size > 0 && at < end; at++) {
      const links = from.#links.get(at);
      if (links !== undefined) this.#links.set(at + row - first, links);
      from.#links.delete(at);
    }
    this.size += end - first;
    this.attributes.keep();
  }

  /** Moves rows to an earlier place, and gives the end of their attributes there. */
  #moveRows(row: number, first: number, end: number, attributesStart: number): number {
    const attributesFrom = this.#attributesStart(first);
    const attributesTo = this.#attributesStart(end);
    const shift = attributesStart - attributesFrom;
    if (row === first) return attributesTo;
    this.attributes.move(attributesStart, attributesFrom, attributesTo);
    for (const column of [this.trace, this.name, this.resourceOf, this.kind, this.status, this.startMs, this.endMs])
      column.copyWithin(row, first, end);
    this.ids.move(row, first, end);
    this.parentIds.move(row, first, end);
    for (let at = first, to = row; at < end; at++, to++) this.#attributesEnd[to] = this.#attributesEnd[at] + shift;
    for (let at = first; this.#links.size > 0 && at < end; at++) {
      const links = this.#links.get(at);
      if (links === undefined) continue;
      this.#links.set(at + row - first, links);
      this.#links.delete(at);
    }
    return attributesTo + shift;
  }

  #takeColumns(spent: SpanTable): void {
    this.trace = spent.trace;
    this.name = spent.name;
    this.resourceOf = spent.resourceOf;
    this.kind = spent.kind;
    this.status = spent.status;
    this.startMs = spent.startMs;
    this.endMs = spent.endMs;
    this.#attributesEnd = spent.#attributesEnd;
    this.ids.takeColumns(spent.ids);
    this.parentIds.takeColumns(spent.parentIds);
    this.attributes.takeColumns(spent.attributes);
    spent.size = 0;
  }

  #growTo(rows: number): void {
    if (this.trace.length >= rows) return;
    const length = Math.max(rows, this.trace.length * 2);
    this.trace = lengthened(this.trace, length);
    this.name = lengthened(this.name, length);
    this.resourceOf = lengthened(this.resourceOf, length);
    this.kind = lengthened(this.kind, length);
    this.status = lengthened(this.status, length);
    this.startMs = lengthened(this.startMs, length);
    this.endMs = lengthened(this.endMs, length);
    this.#attributesEnd = lengthened(this.#attributesEnd, length);
    this.ids.growTo(length);
    this.parentIds.growTo(length);
  }
}

function counted(drops: readonly number[]): { readonly total: number; readonly counts: ReadonlyMap<number, number> } {
  const counts = new Map<number, number>();
  for (const trace of drops) counts.set(trace, (counts.get(trace) ?? 0) + 1);
  return { total: drops.length, counts };
}
