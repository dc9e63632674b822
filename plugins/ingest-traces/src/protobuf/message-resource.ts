import type { Json } from '@faultline/model';
import type { SpanTable } from '@faultline/spans';
import type { SpanMessages } from './span-messages.ts';

/** The resource whose spans are read. It may be told before its spans, behind them, or in parts. */
export class MessageResource {
  readonly #spans: SpanMessages;
  #attributes = new Map<string, Json>();
  /** `undefined`: it has changed since it got one. */
  #number: number | undefined;
  /** Of its spans in the table. */
  #firstRow = 0;

  constructor(spans: SpanMessages) {
    this.#spans = spans;
  }

  /** The number of it as it is known. */
  get number(): number {
    return (this.#number ??= this.#spans.table.resource(this.#attributes));
  }

  /** Begins another, of which nothing is known. */
  enter(): void {
    this.#attributes = new Map();
    this.#startIn(this.#spans.table);
  }

  /** Says that its spans so far are in another table. */
  moveTo(table: SpanTable): void {
    this.#startIn(table);
  }

  /** Reads a part of it, which ends there. */
  read(end: number): void {
    this.#spans.resource(end, this.#attributes);
    this.#number = undefined;
  }

  /** Gives its spans what was told behind them. */
  leave(): void {
    const { resourceOf, size } = this.#spans.table;
    if (this.#number === undefined && size > this.#firstRow) resourceOf.fill(this.number, this.#firstRow, size);
  }

  #startIn(table: SpanTable): void {
    this.#number = undefined;
    this.#firstRow = table.size;
  }
}
