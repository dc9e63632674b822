import { FaultlineError } from '@faultline/core';

/** Types of fields on the wire of protobuf, the lower three bits of a tag. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

const word = 2 ** 32;

/**
 * A place in bytes of protobuf that moves on as values are read. Nothing is read beyond `limit`; whatever cannot be
 * protobuf throws, with its place in the input.
 */
export class Wire {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the next value begins, in `bytes`. */
  at = 0;
  /** Where what may be read ends, in `bytes`. */
  limit = 0;
  /** Where the input ends, in `bytes`, if what may be read could go on until then. */
  inputEnd = Infinity;
  /** Where `bytes` begin in the input. */
  base = 0;
  /** The lower and the upper word of the last `varint64`. */
  low = 0;
  high = 0;

  readonly #source: string;

  /** `source`: the name of the input, for messages. */
  constructor(source: string) {
    this.#source = source;
  }

  /** Goes on with other bytes. */
  hold(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The tag of the next field. */
  tag(): number {
    const tag = this.uint32();
    if (tag < 8) this.refuse('a field has the number 0');
    return tag;
  }

  /** A varint of which 32 bits count. */
  uint32(): number {
    if (this.at < this.limit) {
      const byte = this.view.getUint8(this.at);
      if (byte < 128) {
        this.at++;
        return byte;
      }
    }
    this.varint64();
    return this.low;
  }

  /** Reads a varint into `low` and `high`. */
  varint64(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= this.limit) this.#refuseEnd();
      const byte = this.view.getUint8(this.at++);
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte >= 128) continue;
      this.low = low >>> 0;
      this.high = high >>> 0;
      return;
    }
    this.refuse('a number has more than ten bytes');
  }

  /** An int64: exact as a number, or as decimal digits where a double cannot hold it. */
  int64(): number | string {
    this.varint64();
    const { low, high } = this;
    const number = (high | 0) * word + low;
    return Number.isSafeInteger(number) ? number : String(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)));
  }

  double(): number {
    const from = this.fixed(8);
    return this.view.getFloat64(from, true);
  }

  /** Passes over so many bytes and returns where they began. */
  fixed(length: number): number {
    const from = this.at;
    if (from + length > this.limit) this.#refuseEnd();
    this.at = from + length;
    return from;
  }

  /** The length of what follows; returns where that ends. */
  end(within: number): number {
    const length = this.uint32();
    const end = this.at + length;
    if (end > within) this.refuse('a value is longer than what it is in');
    return end;
  }

  /** Passes over the value of a field that is not known. */
  skip(tag: number, within: number): void {
    switch (tag & 7) {
      case WIRE.varint:
        this.varint64();
        return;
      case WIRE.fixed64:
        this.fixed(8);
        return;
      case WIRE.fixed32:
        this.fixed(4);
        return;
      case WIRE.bytes:
        this.at = this.end(within);
        return;
      case WIRE.groupStart:
      case WIRE.groupEnd:
        this.refuse('it holds a group, which OTLP has none of');
      // Falls through: refused above.
      default:
        this.refuse('a field has a type that protobuf does not have');
    }
  }

  /** Checks that a message ended where it had to. */
  close(end: number): void {
    if (this.at !== end) this.refuse('a message does not end where its length says');
  }

  #refuseEnd(): never {
    if (this.inputEnd > this.limit) this.refuse('a value is longer than what it is in');
    throw new FaultlineError('FAULTLINE_TRUNCATED', {
      source: this.#source,
      where: ` (byte ${this.base + this.inputEnd})`,
    });
  }

  refuse(problem: string): never {
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', {
      source: this.#source,
      problem: `it is not OTLP traces in protobuf: ${problem} (byte ${this.base + this.at}).`,
      hint: 'The file is damaged, or of another format: name that with --from.',
    });
  }
}
