import { lengthened } from '../bytes/lengthened.ts';
import { hexText, hexWord } from '../bytes/hex.ts';
import { OpaqueIds } from './opaque-ids.ts';

/** How a span id is kept: none, two words of hex digits, or a text of another form. */
export const ID_FORM = { none: 0, words: 1, opaque: 2 } as const;

/** Hex digits are the same in both cases. */
export const normalisedId = (id: string): string => (/^[0-9a-f]+$/i.test(id) ? id.toLowerCase() : id);

/** A column of span ids. Sixteen hex digits are two words; any other text is kept as it is. */
export class SpanIds {
  /** See `ID_FORM`. */
  form = new Uint8Array(64);
  /** The upper word; 0 of an opaque id. */
  high = new Uint32Array(64);
  /** The lower word, or the number of an opaque id: equal ids have equal numbers in one table. */
  low = new Uint32Array(64);
  readonly #opaque: OpaqueIds;

  /** `opaque`: numbers of opaque ids, which several columns may share. */
  constructor(opaque: OpaqueIds) {
    this.#opaque = opaque;
  }

  /** Empty: none. Rows are set in order. */
  set(row: number, id: string): void {
    const high = id.length === 16 ? hexWord(id, 0) : -1;
    const low = high < 0 ? -1 : hexWord(id, 8);
    if (id === '') this.#put(row, ID_FORM.none, 0, 0);
    else if (low < 0) this.#put(row, ID_FORM.opaque, 0, this.#opaque.of(normalisedId(id)));
    else this.#put(row, ID_FORM.words, high, low);
  }

  /** Sets an id of sixteen hex digits, given as two words. */
  setWords(row: number, high: number, low: number): void {
    this.#put(row, ID_FORM.words, high, low);
  }

  /** Says that a row has none. */
  setNone(row: number): void {
    this.#put(row, ID_FORM.none, 0, 0);
  }

  /** In lower case where it is hex. */
  at(row: number): string | undefined {
    switch (this.form[row]) {
      case ID_FORM.none:
        return undefined;
      case ID_FORM.words:
        return hexText(this.high[row]) + hexText(this.low[row]);
      default:
        return this.#opaque.at(this.low[row]);
    }
  }

  /** Takes over the ids that another column has from a row on. There is room for them. */
  copy(row: number, other: SpanIds, from: number, to: number): void {
    this.form.set(other.form.subarray(from, to), row);
    this.high.set(other.high.subarray(from, to), row);
    this.low.set(other.low.subarray(from, to), row);
    if (other.#opaque === this.#opaque) return;
    for (let at = from; at < to; at++)
      if (other.form[at] === ID_FORM.opaque)
        this.low[row + at - from] = this.#opaque.of(other.#opaque.at(other.low[at]));
  }

  /** Moves ids to an earlier row. */
  move(row: number, from: number, to: number): void {
    this.form.copyWithin(row, from, to);
    this.high.copyWithin(row, from, to);
    this.low.copyWithin(row, from, to);
  }

  /** Goes on in the columns of another, which nobody reads any more. */
  takeColumns(spent: SpanIds): void {
    this.form = spent.form;
    this.high = spent.high;
    this.low = spent.low;
  }

  /** Makes room for so many rows. */
  growTo(rows: number): void {
    if (this.form.length >= rows) return;
    const length = Math.max(rows, this.form.length * 2);
    this.form = lengthened(this.form, length);
    this.high = lengthened(this.high, length);
    this.low = lengthened(this.low, length);
  }

  #put(row: number, form: number, high: number, low: number): void {
    this.growTo(row + 1);
    this.form[row] = form;
    this.high[row] = high;
    this.low[row] = low;
  }
}
