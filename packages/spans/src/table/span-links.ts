import { normalisedId } from './span-ids.ts';

/** A link from one span to another: "I was caused by that one". */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  /** Said of a link to the parent: the parent does not wait. */
  readonly isFollowsFrom: boolean;
}

const noLinks: readonly SpanLink[] = [];

/** The links of spans, by row. Few spans have any, and most tables none. */
export class SpanLinks {
  readonly #ofRow = new Map<number, SpanLink[]>();

  add(row: number, { traceId, spanId, isFollowsFrom }: SpanLink): void {
    const link = { traceId: normalisedId(traceId), spanId: normalisedId(spanId), isFollowsFrom };
    const links = this.#ofRow.get(row);
    if (links === undefined) this.#ofRow.set(row, [link]);
    else links.push(link);
  }

  /** In the order in which they were given. */
  of(row: number): readonly SpanLink[] {
    return this.#ofRow.size === 0 ? noLinks : (this.#ofRow.get(row) ?? noLinks);
  }

  /** Forgets those of rows from one to, and without, another. */
  delete(from: number, end: number): void {
    for (let row = from; this.#ofRow.size > 0 && row < end; row++) this.#ofRow.delete(row);
  }

  /** Moves those of some rows to other rows, of these links or of others. */
  move(from: number, end: number, to: SpanLinks, toRow: number): void {
    for (let row = from; this.#ofRow.size > 0 && row < end; row++) {
      const links = this.#ofRow.get(row);
      if (links === undefined) continue;
      this.#ofRow.delete(row);
      to.#ofRow.set(row - from + toRow, links);
    }
  }
}
