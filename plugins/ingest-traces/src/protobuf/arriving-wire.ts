import { FaultlineError } from '@faultline/core';
import { Wire } from './wire.ts';

/** A wire whose bytes arrive piece by piece: it holds those that are not read, and moves them on as it is read. */
export class ArrivingWire {
  readonly wire: Wire;
  /** There is no more input. */
  isAll = false;

  readonly #source: string;
  /** What has arrived and is not read: `wire.bytes` from `wire.at` to here. */
  #filled = 0;

  /** `source`: the name of the input, for messages. */
  constructor(source: string) {
    this.#source = source;
    this.wire = new Wire(source);
  }

  /** Where it is in the input. */
  get position(): number {
    return this.wire.base + this.wire.at;
  }

  /** Where what has arrived ends, in `wire.bytes`. */
  get filled(): number {
    return this.#filled;
  }

  /** Bytes that have arrived and are not read. */
  get left(): number {
    return this.#filled - this.wire.at;
  }

  /** Takes in more of the input, as a copy. */
  add(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.wire.bytes.length) this.#makeRoom(bytes.length);
    this.wire.bytes.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** Lets what has arrived be read, up to a place in `wire.bytes`. */
  allowTo(end: number): void {
    this.wire.limit = Math.min(end, this.#filled);
    this.wire.inputEnd = this.isAll ? this.#filled : Infinity;
  }

  /** @throws FaultlineError always: the input is cut off. */
  refuseCut(): never {
    throw new FaultlineError('FAULTLINE_TRUNCATED', {
      source: this.#source,
      where: ` (byte ${this.wire.base + this.#filled})`,
    });
  }

  /** Moves what is left to the front, of larger memory where it has to be. */
  #makeRoom(count: number): void {
    const { wire, left } = this;
    // Twice what is left: so that it is not moved with each chunk of a long span.
    if (2 * left + count <= wire.bytes.length) wire.bytes.copyWithin(0, wire.at, this.#filled);
    else {
      const larger = new Uint8Array(2 * (left + count));
      larger.set(wire.bytes.subarray(wire.at, this.#filled));
      wire.hold(larger);
    }
    wire.base += wire.at;
    wire.at = 0;
    this.#filled = left;
  }
}
