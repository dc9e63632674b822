import { textOfJson, textOfUtf8 } from '../bytes/utf8.ts';

const firstBlock = 65_536;
const largestBlock = 4_194_304;
/** Places are a block and an offset in it, as one number. */
const blockUnit = 2 ** 32;
const headLength = 4;
const escapedFlag = 2 ** 31;

/** Texts as the bytes in which they were written: decoded when they are asked for, each time anew. */
export class TextArena {
  readonly #blocks: Uint8Array[] = [];
  /** Bytes in use of the last block. */
  #used = 0;

  /** Where the next text may go; for `truncate`. */
  get end(): number {
    return this.#blocks.length * blockUnit + this.#used;
  }

  /** Keeps a text and gives its place. `isEscaped`: it is the content of a JSON text, not the text itself. */
  add(bytes: Uint8Array, from: number, to: number, isEscaped: boolean): number {
    const length = to - from;
    const block = this.#roomFor(length + headLength);
    const start = this.#used;
    this.#used += length + headLength;
    writeWord(block, start, isEscaped ? (length | escapedFlag) >>> 0 : length);
    block.set(bytes.subarray(from, to), start + headLength);
    return (this.#blocks.length - 1) * blockUnit + start;
  }

  /** The text at a place. */
  at(place: number): string {
    const { block, from, to, isEscaped } = this.#found(place);
    return isEscaped ? textOfJson(block, from, to) : textOfUtf8(block, from, to);
  }

  /** Keeps the text that another arena has at a place. */
  copy(other: TextArena, place: number): number {
    const { block, from, to, isEscaped } = other.#found(place);
    return this.add(block, from, to, isEscaped);
  }

  /** Forgets what was added since `end` was this. */
  truncate(end: number): void {
    this.#blocks.length = Math.floor(end / blockUnit);
    this.#used = end % blockUnit;
  }

  #found(place: number) {
    const block = this.#blocks[Math.floor(place / blockUnit)];
    const head = readWord(block, place % blockUnit);
    const from = (place % blockUnit) + headLength;
    return { block, from, to: from + (head & (escapedFlag - 1)), isEscaped: head >= escapedFlag };
  }

  #roomFor(length: number): Uint8Array {
    const last = this.#blocks.at(-1);
    if (last !== undefined && this.#used + length <= last.length) return last;
    const size = Math.min(firstBlock * 2 ** this.#blocks.length, largestBlock);
    const block = new Uint8Array(Math.max(size, length));
    this.#blocks.push(block);
    this.#used = 0;
    return block;
  }
}

function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

const readWord = (bytes: Uint8Array, at: number): number =>
  (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
