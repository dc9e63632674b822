import { ByteWindow, textOfUtf8 } from '@faultline/spans';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** As many as formats are recognised by. */
const headBytes = 65_536;
/** An object that ends at the beginning of a line, and one that begins there. */
const stacked = /^\}\s*?\n\{/m;

/**
 * The console exporter for Python writes one object after the other, each over several lines. This makes JSON Lines of
 * them: what was a line end within an object comes after it, so that each object still begins on the line where it did.
 * Anything else is given as it is: which of both it is, its first 64 KiB tell.
 *
 *     {⏎ "name": "a"⏎}⏎{⏎ "name": "b"⏎}   ->   {  "name": "a" }⏎⏎⏎{  "name": "b" }⏎⏎
 */
export async function* unstacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const window = new ByteWindow(bytes, headBytes);
  try {
    await window.slide(0);
    const isStacked = stacked.test(textOfUtf8(window.bytes, 0, window.limit));
    const writer = new LineWriter();
    while (window.limit > 0) {
      const piece = window.bytes.subarray(0, window.limit);
      if (isStacked) yield* writer.linesOf(piece);
      else yield piece;
      await window.slide(window.limit);
    }
  } finally {
    await window.close();
  }
}

/** Follows objects over the pieces of an input. */
class LineWriter {
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #lineEnds = 0;

  *linesOf(piece: Uint8Array): Generator<Uint8Array> {
    const line = new Uint8Array(piece);
    let from = 0;
    for (const [at, byte] of piece.entries()) {
      if (this.#isInText(byte)) continue;
      const wasInside = this.#depth > 0;
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#depth--;
      else if (wasInside && (byte === NEWLINE || byte === RETURN)) {
        line[at] = SPACE;
        if (byte === NEWLINE) this.#lineEnds++;
      }
      if (!wasInside || this.#depth > 0) continue;
      yield line.subarray(from, at + 1);
      yield new Uint8Array(this.#lineEnds).fill(NEWLINE);
      from = at + 1;
      this.#lineEnds = 0;
    }
    yield line.subarray(from);
  }

  /** Whether a byte belongs to a text, its quotes included. */
  #isInText(byte: number): boolean {
    const wasText = this.#isText;
    const wasEscaped = this.#isEscaped;
    this.#isEscaped = wasText && !wasEscaped && byte === BACKSLASH;
    if (byte === QUOTE && !wasEscaped) this.#isText = !wasText;
    return wasText || this.#isText;
  }
}
