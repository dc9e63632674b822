import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { promisify } from 'node:util';

const readInto = promisify(read);

/**
 * The bytes of standard input, all in one buffer: a chunk is valid until the next is asked for. `process.stdin` would take
 * a fresh buffer for each; it is left for sockets, and where the system knows no other way.
 */
export async function* chunksOfInput(chunkBytes = 2 ** 18): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(chunkBytes);
  const input = blockingInput();
  try {
    for (;;) {
      const bytesRead = await readInto(input, buffer, 0, chunkBytes, null).then(
        (result) => result.bytesRead,
        endOrAgain,
      );
      if (bytesRead === 0) return;
      if (bytesRead === 'again') return yield* process.stdin;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    if (input !== 0) closeSync(input);
  }
}

/** Modules that import `node:process` make the input non-blocking; a pipe that is opened by its name is not. */
function blockingInput(): number {
  try {
    return fstatSync(0).isFIFO() ? openSync('/dev/stdin', 'r') : 0;
  } catch {
    // Not on Windows, and not where the pipe belongs to somebody else.
    return 0;
  }
}

/** Windows ends a pipe with an error. */
function endOrAgain(error: NodeJS.ErrnoException): 0 | 'again' {
  if (error.code === 'EOF') return 0;
  if (error.code === 'EAGAIN') return 'again';
  throw error;
}
