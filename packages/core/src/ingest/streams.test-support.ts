/** A text as the bytes of a stream, in chunks of some size: each is valid until the next is asked for. */
export async function* bytesOf(text: string, chunkSize = Infinity): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += chunkSize) {
    const chunk = bytes.subarray(from, Math.min(bytes.length, from + chunkSize));
    yield chunk;
    chunk.fill(0x58);
  }
}

/** All that a stream gives. */
export async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}
