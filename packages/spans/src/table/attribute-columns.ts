import type { Json } from '@faultline/model';
import type { ByteView } from '../bytes/byte-view.ts';
import { lengthened } from '../bytes/lengthened.ts';
import { StringTable } from './string-table.ts';
import { TextArena } from './text-arena.ts';

const TEXT = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const BYTES = 3;
const OTHER = 4;

/** Where columns stood; see `AttributeColumns.mark`. */
export interface AttributeMark {
  readonly size: number;
  readonly arenaEnd: number;
  readonly others: number;
}

/**
 * Attributes as columns: 13 bytes each. Short texts that repeat are kept once; other texts that come as bytes stay
 * bytes, and are decoded each time they are asked for.
 */
export class AttributeColumns {
  /** Places in use. */
  size = 0;
  /** A number of `keys` for each place. */
  key = new Uint32Array(256);
  readonly keys: StringTable;

  #type = new Uint8Array(256);
  /** A number, a boolean as 0 or 1, or a place in `#texts`, `#arena` or `#others`. */
  #value = new Float64Array(256);
  /** Ids of requests and documents have 32 characters and more, and are new each time. */
  readonly #texts: StringTable;
  readonly #arena = new TextArena();
  readonly #others: Json[] = [];
  // What `undo` goes back to.
  #keptSize = 0;
  #keptEnd = 0;
  #keptOthers = 0;

  /** `like`: columns whose numbers of keys and texts hold for these as well. */
  constructor(like?: AttributeColumns) {
    this.keys = like === undefined || like.keys.isFull ? new StringTable() : like.keys;
    this.#texts = like === undefined || like.#texts.isFull ? new StringTable(24) : like.#texts;
  }

  add(key: string, value: Json): void {
    this.#addValue(this.keys.add(key), value);
  }

  /** Adds a number under a key of `keys`. */
  addNumber(key: number, value: number): void {
    this.#add(key, NUMBER, value);
  }

  /** Adds a boolean under a key of `keys`. */
  addBoolean(key: number, isTrue: boolean): void {
    this.#add(key, BOOLEAN, isTrue ? 1 : 0);
  }

  /** Adds a text under a key of `keys`. `isEscaped`: the bytes are the content of a JSON text with escapes in it. */
  addText(key: number, source: ByteView, from: number, to: number, isEscaped: boolean): void {
    const text = isEscaped ? -1 : this.#texts.shared(source, from, to);
    if (text >= 0) this.#add(key, TEXT, text);
    else this.#add(key, BYTES, this.#arena.add(source.bytes, from, to, isEscaped));
  }

  /**
   * Adds the text at `from` under a key of `keys`, if it is the one that is expected, and gives its closing quote. -1:
   * nothing was added.
   */
  addExpectedText(key: number, source: ByteView, from: number): number {
    const end = this.#texts.expectedEnd(source, from);
    if (end >= 0) this.#add(key, TEXT, this.#texts.found);
    return end;
  }

  keyAt(at: number): string {
    return this.keys.at(this.key[at]);
  }

  /** The number of the text at a place: equal numbers are equal texts. -1: it is no text, or one that is not shared. */
  textNumberAt(at: number): number {
    return this.#type[at] === TEXT ? this.#value[at] : -1;
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
      case BYTES:
        return this.#arena.at(value);
      default:
        return this.#others[value];
    }
  }

  /** Keeps what was added so far. */
  keep(): void {
    this.#keptSize = this.size;
    this.#keptEnd = this.#arena.end;
    this.#keptOthers = this.#others.length;
  }

  /** Forgets what was added since `keep`. */
  undo(): void {
    this.size = this.#keptSize;
    this.#arena.truncate(this.#keptEnd);
    this.#others.length = this.#keptOthers;
  }

  /** What was kept, for `rollback`. */
  mark(): AttributeMark {
    return { size: this.#keptSize, arenaEnd: this.#keptEnd, others: this.#keptOthers };
  }

  /** Forgets what was kept since `mark`. */
  rollback({ size, arenaEnd, others }: AttributeMark): void {
    this.#keptSize = size;
    this.#keptEnd = arenaEnd;
    this.#keptOthers = others;
    this.undo();
  }

  /** Adds some attributes of others, which were made with these as `like` or are what these were made like. */
  copy(other: AttributeColumns, from: number, to: number): void {
    let at = this.size;
    this.growTo(at + to - from);
    this.key.set(other.key.subarray(from, to), at);
    this.#type.set(other.#type.subarray(from, to), at);
    this.#value.set(other.#value.subarray(from, to), at);
    this.size += to - from;
    const hasSameKeys = other.keys === this.keys;
    const hasSameTexts = other.#texts === this.#texts;
    for (let place = from; place < to; place++, at++) {
      if (!hasSameKeys) this.key[at] = this.keys.add(other.keyAt(place));
      switch (this.#type[at]) {
        case BYTES:
          this.#value[at] = this.#arena.copy(other.#arena, other.#value[place]);
          break;
        case OTHER:
          this.#value[at] = this.#others.push(other.#others[other.#value[place]]) - 1;
          break;
        case TEXT:
          if (!hasSameTexts) this.#value[at] = this.#texts.add(other.#texts.at(other.#value[place]));
      }
    }
  }

  /** Moves attributes to an earlier place. */
  move(to: number, from: number, end: number): void {
    this.key.copyWithin(to, from, end);
    this.#type.copyWithin(to, from, end);
    this.#value.copyWithin(to, from, end);
  }

  /** Goes on in the columns of others, which nobody reads any more. */
  takeColumns(spent: AttributeColumns): void {
    if (spent.key.length < this.key.length) return;
    this.key = spent.key;
    this.#type = spent.#type;
    this.#value = spent.#value;
  }

  /** Makes room for so many attributes. */
  growTo(size: number): void {
    if (this.key.length >= size) return;
    const length = Math.max(size, this.key.length * 2);
    this.key = lengthened(this.key, length);
    this.#type = lengthened(this.#type, length);
    this.#value = lengthened(this.#value, length);
  }

  #addValue(key: number, value: Json): void {
    switch (typeof value) {
      case 'string':
        this.#add(key, TEXT, this.#texts.add(value));
        return;
      case 'number':
        this.addNumber(key, value);
        return;
      case 'boolean':
        this.addBoolean(key, value);
        return;
      default:
        this.#add(key, OTHER, this.#others.push(value) - 1);
    }
  }

  #add(key: number, type: number, value: number): void {
    const at = this.size++;
    if (at === this.key.length) this.growTo(at + 1);
    this.key[at] = key;
    this.#type[at] = type;
    this.#value[at] = value;
  }
}
