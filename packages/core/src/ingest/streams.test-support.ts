/** A text as the bytes of a stream, in chunks of some size. */
export async function* bytesOf(text: string, chunkSize = Infinity): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += chunkSize)
    yield bytes.subarray(from, Math.min(bytes.length, from + chunkSize));
}

/** All that a stream gives. */
export async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}
