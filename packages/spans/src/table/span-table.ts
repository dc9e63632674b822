import type { Json } from '@faultline/model';
import { AttributeColumns, type AttributeMark } from './attribute-columns.ts';
import { DropLog, UNTRACED } from './drop-log.ts';
import { NoteLog } from './note-log.ts';
import { OpaqueIds } from './opaque-ids.ts';
import { SpanColumns } from './span-columns.ts';
import type { SpanFields } from './span-fields.ts';
import { SpanLinks, type SpanLink } from './span-links.ts';
import { StringTable } from './string-table.ts';
import { TraceIds } from './trace-ids.ts';

/** Where a table stood; see `SpanTable.mark`. */
export interface TableMark {
  readonly size: number;
  readonly attributes: AttributeMark;
  readonly notes: number;
  readonly drops: number;
}

const noAttributes: ReadonlyMap<string, Json> = new Map();
/** Columns that are so many times too long are not used again. */
const mostTimes = 4;

/**
 * Spans as columns: what every reader fills and every run is made from. A span of eight-byte ids takes 52 bytes, an
 * attribute 13, beside its texts; nothing of a reader's own objects is kept.
 *
 * A reader gives the attributes and links of a span first, then closes it with `span`, or gives it up with `drop`. So a
 * half-read span leaves no trace. A reader of bytes fills the columns of a `newRow` itself, and closes it with `close`.
 */
export class SpanTable extends SpanColumns {
  /** Spans kept. */
  size = 0;
  readonly traces = new TraceIds();
  readonly attributes: AttributeColumns;
  readonly names: StringTable;
  readonly resources: ReadonlyMap<string, Json>[] = [];
  /** Traces of which an earlier table had spans that were handed out as a run. */
  readonly lateTraces = new Set<number>();

  readonly #opaqueIds: OpaqueIds;
  readonly #links = new SpanLinks();
  readonly #resourceByText = new Map<string, number>();
  readonly #notes = new NoteLog();
  readonly #drops = new DropLog();
  #lastTraceId = '';
  #lastTrace = -1;

  /**
   * `like`: a table whose numbers of names, keys and opaque ids hold here as well, where they are not too many.
   * `spent`: a table that nobody reads any more, whose columns may be written over: new ones cost page faults, and much
   * work of the garbage collector. `share`: how many rows there will be, by those of `like`.
   */
  constructor(like?: SpanTable, spent?: SpanTable, share = 1) {
    const opaqueIds = like === undefined || like.#opaqueIds.isFull ? new OpaqueIds() : like.#opaqueIds;
    super(opaqueIds);
    this.#opaqueIds = opaqueIds;
    this.attributes = new AttributeColumns(like?.attributes);
    this.names = like === undefined || like.names.isFull ? new StringTable() : like.names;
    if (like === undefined) return;
    const margin = 1.25 * share;
    const rows = Math.ceil(like.size * margin);
    if (spent !== undefined && spent.trace.length <= rows * mostTimes) {
      this.takeColumns(spent);
      this.attributes.takeColumns(spent.attributes);
      spent.size = 0;
    }
    this.growTo(rows);
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
  link(link: SpanLink): void {
    this.#links.add(this.size, link);
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
    this.growTo(this.size + 1);
    return this.size;
  }

  /** Closes the span that is being read when its columns are set. */
  close(): void {
    this.attributesEnd[this.size++] = this.attributes.size;
    this.attributes.keep();
  }

  /** Forgets what was given of the span that is being read. */
  undo(): void {
    this.attributes.undo();
    this.#links.delete(this.size, this.size + 1);
  }

  /** Gives up the span that is being read and counts it. `trace` is absent where not even that is known. */
  drop(trace = UNTRACED): void {
    this.undo();
    this.#drops.add(trace);
  }

  /** Counts something that the reader had to mend in a span of a trace. */
  note(id: string, trace: number): void {
    this.#notes.add(id, trace);
  }

  /** Spans given up so far, of every trace. */
  get droppedCount(): number {
    return this.#drops.size;
  }

  /** Spans of a trace that were given up; without a trace, those of which not even that is known. */
  droppedFrom(trace = UNTRACED): number {
    return this.#drops.countOf(trace);
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
    return { size, attributes: attributes.mark(), notes: this.#notes.size, drops: this.#drops.size };
  }

  /** Forgets all spans, attributes, links, notes and drops since `mark`. */
  rollback({ size, attributes, notes, drops }: TableMark): void {
    this.#links.delete(size, this.size + 1);
    this.size = size;
    this.attributes.rollback(attributes);
    this.#notes.truncate(notes);
    this.#drops.truncate(drops);
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
    this.#drops.moveTraces(traces, other.#drops, kept === 0);
  }

  /** The links of a row, in the order in which they were given. */
  linksOf(row: number): readonly SpanLink[] {
    return this.#links.of(row);
  }

  /** `traces`, `resources`: their numbers here. */
  #copyRows(from: SpanTable, first: number, end: number, traces: Int32Array, resources: number[]): void {
    const row = this.size;
    this.growTo(row + end - first);
    const attributesFrom = from.attributesStart(first);
    const shift = this.attributes.size - attributesFrom;
    this.attributes.copy(from.attributes, attributesFrom, from.attributesStart(end));
    this.copyColumns(row, from, first, end, shift);
    for (let at = first, to = row; at < end; at++, to++) {
      const name = from.name[at];
      const resource = from.resourceOf[at];
      this.trace[to] = traces[from.trace[at]];
      this.name[to] = from.names === this.names ? name : this.names.add(from.names.at(name));
      this.resourceOf[to] = resources[resource] ??= this.resource(from.resources[resource] ?? noAttributes);
    }
    from.#links.move(first, end, this.#links, row);
    this.size += end - first;
    this.attributes.keep();
  }

  /** Moves rows to an earlier place, and gives the end of their attributes there. */
  #moveRows(row: number, first: number, end: number, attributesStart: number): number {
    const attributesFrom = this.attributesStart(first);
    const attributesTo = this.attributesStart(end);
    const shift = attributesStart - attributesFrom;
    if (row === first) return attributesTo;
    this.attributes.move(attributesStart, attributesFrom, attributesTo);
    this.moveColumns(row, first, end, shift);
    this.#links.move(first, end, this.#links, row);
    return attributesTo + shift;
  }
}
