import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collected } from '../ingest/streams.test-support.ts';
import { decompressed } from './decompressed.ts';

/** Chunks that are valid until the next is asked for. */
async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = new Uint8Array(bytes.subarray(at, at + size));
    yield chunk;
    chunk.fill(0x58);
  }
}

async function read(bytes: Uint8Array, chunkSize = 1000, mostTimes?: number): Promise<Buffer> {
  const options = { source: 'a.gz', ...(mostTimes !== undefined && { mostTimes }) };
  const parts: Uint8Array[] = [];
  for await (const chunk of decompressed(inChunks(bytes, chunkSize), options)) parts.push(new Uint8Array(chunk));
  return Buffer.concat(parts);
}
const text = Buffer.from('{"resourceSpans": []}\n'.repeat(2000));
const zipped = gzipSync(text);

it('leaves what is not gzip as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), async (bytes, chunkSize) => {
      fc.pre(bytes[0] !== 0x1f);
      expect(await read(bytes, chunkSize)).toEqual(Buffer.from(bytes));
    }),
  );
});

it.each([1, 2, 1000])('decompresses gzip that arrives in chunks of %i', async (chunkSize) => {
  expect(await read(zipped, chunkSize)).toEqual(text);
});

it.each([1, 7, 100_000])('decompresses all members, in chunks of %i', async (chunkSize) => {
  expect(await read(Buffer.concat([zipped, gzipSync('last')]), chunkSize)).toEqual(
    Buffer.concat([text, Buffer.from('last')]),
  );
});

it('refuses gzip that is cut off anywhere', async () => {
  for (const kept of [3, 10, 30, zipped.length - 9, zipped.length - 1])
    await expect(read(zipped.subarray(0, kept))).rejects.toMatchObject({
      code: 'FAULTLINE_TRUNCATED',
      message: expect.stringContaining('of its gzip data') as unknown,
    });
});

it('refuses gzip that is damaged, or followed by something else', async () => {
  const damaged = Buffer.from(zipped);
  damaged[zipped.length - 6] ^= 1;
  for (const bytes of [damaged, Buffer.concat([zipped, Buffer.from('junk')])])
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'FAULTLINE_INVALID_INPUT',
      message: expect.stringContaining('its gzip data are damaged') as unknown,
    });
});

const zeros = (mebibytes: number): Buffer => gzipSync(Buffer.alloc(mebibytes * 2 ** 20));

it('refuses what grows too much, and only beyond 64 MiB', async () => {
  await expect(read(zeros(100))).rejects.toThrow('more than 250 times their own size');
  expect(await read(zeros(100), 1000, 2000)).toHaveLength(100 * 2 ** 20);
  expect(await read(zeros(60))).toHaveLength(60 * 2 ** 20);
});

it('passes on why its input cannot be read, and closes it', async () => {
  let isClosed = false;
  async function* breaking(start: Uint8Array): AsyncGenerator<Uint8Array> {
    try {
      yield start;
      throw new Error('EISDIR');
    } finally {
      isClosed = true;
    }
  }
  for (const start of [zipped.subarray(0, 50), text]) {
    isClosed = false;
    await expect(collected(decompressed(breaking(start), { source: 'a.gz' }))).rejects.toThrow('EISDIR');
    expect(isClosed).toBe(true);
  }
});

it('closes its input when its reader stops early', async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield zipped;
    } finally {
      isClosed = true;
    }
  }
  const reading = decompressed(endless(), { source: 'a.gz' });
  await reading.next();
  await reading.return(undefined);
  expect(isClosed).toBe(true);
});
