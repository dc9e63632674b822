import { lengthened } from '../bytes/lengthened.ts';
import type { OpaqueIds } from './opaque-ids.ts';
import { SpanIds } from './span-ids.ts';

/** What is known of each span, a row each, in columns that grow, are copied and are used again together. */
export abstract class SpanColumns {
  trace = new Uint32Array(64);
  name = new Uint32Array(64);
  resourceOf = new Uint32Array(64);
  /** See `SPAN_KIND`. */
  kind = new Uint8Array(64);
  /** See `SPAN_STATUS`. */
  status = new Uint8Array(64);
  startMs = new Float64Array(64);
  /** NaN: open. */
  endMs = new Float64Array(64);
  /** Span ids, and those of parents. */
  readonly ids: SpanIds;
  readonly parentIds: SpanIds;
  /** Where the attributes of a row end; they begin where those of the row before do. */
  protected attributesEnd = new Uint32Array(64);

  constructor(opaque: OpaqueIds) {
    this.ids = new SpanIds(opaque);
    this.parentIds = new SpanIds(opaque);
  }

  /** The span id of a row, in lower case where it is hex. */
  idOf(row: number): string {
    return this.ids.at(row) ?? '';
  }

  /** The parent's span id. `undefined`: a root. */
  parentIdOf(row: number): string | undefined {
    return this.parentIds.at(row);
  }

  /** Where in `attributes` those of a row begin, and end. */
  attributesOf(row: number): { readonly from: number; readonly to: number } {
    return { from: this.attributesStart(row), to: this.attributesEnd[row] };
  }

  protected attributesStart(row: number): number {
    return row === 0 ? 0 : this.attributesEnd[row - 1];
  }

  /** Copies what means the same in every table. `shift`: by how much their attributes have moved. */
  protected copyColumns(row: number, other: SpanColumns, from: number, end: number, shift: number): void {
    this.kind.set(other.kind.subarray(from, end), row);
    this.status.set(other.status.subarray(from, end), row);
    this.startMs.set(other.startMs.subarray(from, end), row);
    this.endMs.set(other.endMs.subarray(from, end), row);
    this.ids.copy(row, other.ids, from, end);
    this.parentIds.copy(row, other.parentIds, from, end);
    for (let at = from, to = row; at < end; at++, to++) this.attributesEnd[to] = other.attributesEnd[at] + shift;
  }

  /** Moves rows to an earlier place. */
  protected moveColumns(row: number, from: number, end: number, shift: number): void {
    for (const column of [this.trace, this.name, this.resourceOf, this.kind, this.status, this.startMs, this.endMs])
      column.copyWithin(row, from, end);
    this.ids.move(row, from, end);
    this.parentIds.move(row, from, end);
    for (let at = from, to = row; at < end; at++, to++) this.attributesEnd[to] = this.attributesEnd[at] + shift;
  }

  /** Goes on in the columns of others, which nobody reads any more. */
  protected takeColumns(spent: SpanColumns): void {
    this.trace = spent.trace;
    this.name = spent.name;
    this.resourceOf = spent.resourceOf;
    this.kind = spent.kind;
    this.status = spent.status;
    this.startMs = spent.startMs;
    this.endMs = spent.endMs;
    this.attributesEnd = spent.attributesEnd;
    this.ids.takeColumns(spent.ids);
    this.parentIds.takeColumns(spent.parentIds);
  }

  /** Makes room for so many rows. */
  protected growTo(rows: number): void {
    if (this.trace.length >= rows) return;
    const length = Math.max(rows, this.trace.length * 2);
    this.trace = lengthened(this.trace, length);
    this.name = lengthened(this.name, length);
    this.resourceOf = lengthened(this.resourceOf, length);
    this.kind = lengthened(this.kind, length);
    this.status = lengthened(this.status, length);
    this.startMs = lengthened(this.startMs, length);
    this.endMs = lengthened(this.endMs, length);
    this.attributesEnd = lengthened(this.attributesEnd, length);
    this.ids.growTo(length);
    this.parentIds.growTo(length);
  }
}
