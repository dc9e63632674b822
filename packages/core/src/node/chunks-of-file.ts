import { open } from 'node:fs/promises';

/** So large that asking for it costs little beside reading it. */
const usualBytes = 2 ** 20;

/**
 * The bytes of a file, all in one buffer: a chunk is valid until the next is asked for. A buffer for each would cost
 * more than reading spans does, in fresh pages and in collecting them.
 */
export async function* chunksOfFile(path: string | URL, chunkBytes = usualBytes): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
