import type { Json } from '@faultline/model';
import { doubled } from './doubled.ts';
import { StringTable } from './string-table.ts';

const TEXT = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const OTHER = 3;

/** Attributes as columns: 13 bytes each, beside texts that do not repeat. */
export class AttributeColumns {
  /** Places in use. */
  size = 0;
  /** A number of `keys` for each place. */
  key = new Uint32Array(256);
  readonly keys = new StringTable();

  #type = new Uint8Array(256);
  /** A number, a boolean as 0 or 1, or a place in `#texts` or `#others`. */
  #value = new Float64Array(256);
  /** Ids of requests and documents have 32 characters and more, and are new each time. */
  readonly #texts = new StringTable(24);
  readonly #others: Json[] = [];

  add(key: string, value: Json): void {
    const at = this.size++;
    if (at === this.key.length) this.#grow();
    this.key[at] = this.keys.add(key);
    switch (typeof value) {
      case 'string':
        this.#type[at] = TEXT;
        this.#value[at] = this.#texts.add(value);
        return;
      case 'number':
        this.#type[at] = NUMBER;
        this.#value[at] = value;
        return;
      case 'boolean':
        this.#type[at] = BOOLEAN;
        this.#value[at] = Number(value);
        return;
      default:
        this.#type[at] = OTHER;
        this.#value[at] = this.#others.push(value) - 1;
    }
  }

  keyAt(at: number): string {
    return this.keys.at(this.key[at]);
  }

  valueAt(at: number): Json {
    const value = this.#value[at];
    switch (this.#type[at]) {
      case TEXT:
        return this.#texts.at(value);
      case NUMBER:
        return value;
      case BOOLEAN:
        return value === 1;
      default:
        return this.#others[value];
    }
  }

  #grow(): void {
    this.key = doubled(this.key);
    this.#type = doubled(this.#type);
    this.#value = doubled(this.#value);
  }
}
