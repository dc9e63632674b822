import type { ByteView } from './byte-view.ts';

const firstCapacity = 65_536;
/** Words may be read across the last byte. */
const slack = 64;

/**
 * A window on a stream of bytes: what was read so far, from some place on, up to a limit. It is filled whole before
 * anyone looks, so what is seen does not depend on the chunks in which the stream comes.
 *
 *     stream   ....................oooooooooooooooooooooooooooooo
 *     window           [..........]         offset ^, limit ^
 */
export class ByteWindow implements ByteView {
  bytes: Uint8Array;
  view: DataView;
  /** Bytes in use. The byte after them is 0. */
  limit = 0;
  /** The place in the stream of the first byte of the window. */
  offset = 0;
  /** No byte follows those in the window. */
  isEnd = false;

  readonly #source: AsyncIterator<Uint8Array>;
  /** Valid until the next is asked for, which is when all of it was copied. */
  #chunk: Uint8Array = new Uint8Array(0);
  #chunkAt = 0;

  constructor(source: AsyncIterable<Uint8Array>, capacity = firstCapacity) {
    this.bytes = new Uint8Array(capacity + slack);
    this.view = new DataView(this.bytes.buffer);
    this.#source = source[Symbol.asyncIterator]();
  }

  get capacity(): number {
    return this.bytes.length - slack;
  }

  /** Forgets what is before `from`, and reads until the window is full or the stream ends. */
  async slide(from: number): Promise<void> {
    this.bytes.copyWithin(0, from, this.limit);
    this.offset += from;
    this.limit -= from;
    await this.#fill();
  }

  /** Makes the window larger and fills it. */
  async widen(capacity: number): Promise<void> {
    const wider = new Uint8Array(capacity + slack);
    wider.set(this.bytes.subarray(0, this.limit));
    this.bytes = wider;
    this.view = new DataView(wider.buffer);
    await this.#fill();
  }

  /** Ends the stream early. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<void> {
    while (this.limit < this.capacity && !this.isEnd) {
      if (this.#chunkAt === this.#chunk.length && !(await this.#hasNext())) break;
      const room = this.capacity - this.limit;
      const part = this.#chunk.subarray(this.#chunkAt, this.#chunkAt + room);
      this.bytes.set(part, this.limit);
      this.limit += part.length;
      this.#chunkAt += part.length;
    }
    this.bytes[this.limit] = 0;
  }

  async #hasNext(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    this.isEnd = done === true;
    if (done === true) return false;
    this.#chunk = value;
    this.#chunkAt = 0;
    return true;
  }
}
