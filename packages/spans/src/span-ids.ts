import { doubled } from './doubled.ts';
import { hexText, hexWord } from './hex.ts';
import { StringTable } from './string-table.ts';

const NONE = 0;
const WORDS = 1;
const OPAQUE = 2;

/** Hex digits are the same in both cases. */
export const normalisedId = (id: string): string => (/^[0-9a-f]+$/i.test(id) ? id.toLowerCase() : id);

/** A column of span ids. Sixteen hex digits are two words; any other text is kept as it is. */
export class SpanIds {
  #form = new Uint8Array(64);
  #high = new Uint32Array(64);
  /** The lower word, or a place in `#opaque`. */
  #low = new Uint32Array(64);
  readonly #opaque = new StringTable();

  /** Empty: none. Rows are set in order. */
  set(row: number, id: string): void {
    if (row === this.#form.length) this.#grow();
    if (id === '') return;
    const high = id.length === 16 ? hexWord(id, 0) : -1;
    const low = high < 0 ? -1 : hexWord(id, 8);
    const isOpaque = low < 0;
    this.#form[row] = isOpaque ? OPAQUE : WORDS;
    this.#high[row] = isOpaque ? 0 : high;
    this.#low[row] = isOpaque ? this.#opaque.add(normalisedId(id)) : low;
  }

  /** In lower case where it is hex. */
  at(row: number): string | undefined {
    switch (this.#form[row]) {
      case NONE:
        return undefined;
      case WORDS:
        return hexText(this.#high[row]) + hexText(this.#low[row]);
      default:
        return this.#opaque.at(this.#low[row]);
    }
  }

  #grow(): void {
    this.#form = doubled(this.#form);
    this.#high = doubled(this.#high);
    this.#low = doubled(this.#low);
  }
}
