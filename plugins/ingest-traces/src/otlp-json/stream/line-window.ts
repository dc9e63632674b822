import { FaultlineError } from '@faultline/core';
import { ByteWindow, textOfUtf8 } from '@faultline/spans';

/** Sizes of the window on the input. */
export interface WindowSizes {
  readonly firstBytes: number;
  /** A document that is no longer than this can be read again as a whole. */
  readonly mostHeldBytes: number;
}

/** V8 cannot hold a longer string. */
const longestText = 2 ** 29 - 25;
const NEWLINE = 0x0a;

/**
 * A place in an input of lines, with the line around it: a document may have to be read again from where its line began,
 * until that has become too long to be held.
 */
export class LineWindow {
  readonly window: ByteWindow;
  /** Where the reader stands. */
  at = 0;
  /** The number of the line on which it stands. */
  line = 1;
  /** All of the line so far is in the window. */
  isHeld = true;

  readonly #source: string;
  readonly #mostHeld: number;
  readonly #signal: AbortSignal | undefined;
  /** Where the line began, or as much of it as is in the window. */
  #start = 0;
  /** There is an end of line in what is no longer in the window. */
  #hadNewline = false;

  /** `source`: the name of the input, for messages. */
  constructor(bytes: AsyncIterable<Uint8Array>, sizes: WindowSizes, source: string, signal?: AbortSignal) {
    this.window = new ByteWindow(bytes, sizes.firstBytes);
    this.#mostHeld = sizes.mostHeldBytes;
    this.#source = source;
    this.#signal = signal;
  }

  /** Where it stands in the input. */
  get position(): number {
    return this.window.offset + this.at;
  }

  /** Whether what ends here has no end of line in it. */
  get isOneLine(): boolean {
    return !this.#hadNewline && this.#newlineFrom(this.#start) >= this.at;
  }

  /** The text of the line up to here. */
  get text(): string {
    if (this.at - this.#start > longestText) this.#refuseLength();
    return textOfUtf8(this.window.bytes, this.#start, this.at);
  }

  /** Reads the first bytes, and goes behind a byte order mark. */
  async open(): Promise<void> {
    await this.window.slide(0);
    const { bytes } = this.window;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = this.#start = 3;
  }

  /** Goes over the end of line on which it stands. */
  passLine(): void {
    this.#start = ++this.at;
    this.line++;
  }

  /** Says that what was read of the line will not be read again. */
  finishDocument(): void {
    this.isHeld = true;
    this.#hadNewline = false;
  }

  /** Makes room behind what is needed, and reads on. */
  async move(): Promise<void> {
    const { capacity } = this.window;
    if (this.isHeld && this.#start === 0 && capacity >= this.#mostHeld && this.at > 0) {
      this.isHeld = false;
      this.#start = this.at;
      this.#hadNewline = this.#newlineFrom(0) < this.at;
    } else if (!this.isHeld) {
      this.#hadNewline ||= this.#newlineFrom(this.#start) < this.at;
      this.#start = this.at;
    }
    await this.#readOn();
  }

  /** Goes to the end of the line, or of the input, and reads on for as long as that is not in the window. */
  async goToLineEnd(): Promise<void> {
    while (this.#newlineFrom(this.#start) === this.window.limit && !this.window.isEnd) await this.#readOn();
    this.at = this.#newlineFrom(this.#start);
  }

  /** Goes to the end of the input. The line is all of it from here. */
  async goToEnd(): Promise<void> {
    while (!this.window.isEnd) await this.#readOn();
    this.at = this.window.limit;
  }

  /** The next end of a line, or the limit of the window. */
  #newlineFrom(from: number): number {
    const { bytes, limit } = this.window;
    // A Buffer finds a byte several times as fast as other arrays do.
    const at = Buffer.prototype.indexOf.call(bytes, NEWLINE, from);
    return at < 0 || at > limit ? limit : at;
  }

  async #readOn(): Promise<void> {
    this.#signal?.throwIfAborted();
    await (this.#start > 0 ? this.#slide() : this.#widen());
  }

  async #slide(): Promise<void> {
    await this.window.slide(this.#start);
    this.at -= this.#start;
    this.#start = 0;
  }

  async #widen(): Promise<void> {
    const { capacity } = this.window;
    if (capacity > longestText) this.#refuseLength();
    await this.window.widen(capacity < this.#mostHeld ? Math.min(capacity * 4, this.#mostHeld) : capacity * 2);
  }

  #refuseLength(): never {
    throw new FaultlineError('FAULTLINE_TOO_LARGE', { source: this.#source });
  }
}
