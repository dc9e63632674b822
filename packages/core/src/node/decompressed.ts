import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FaultlineError } from '../errors.ts';

/** How an input is decompressed. */
export interface DecompressOptions {
  /** The name of the input, for messages. */
  readonly source: string;
  /** How many times as large as the input its content may be, beyond the first 64 MiB. Traces reach 100. */
  readonly mostTimes?: number;
}

/** Any input may grow so far. */
const alwaysAllowedBytes = 64 * 2 ** 20;
const magic = [0x1f, 0x8b, 0x08];
const chunkBytes = 2 ** 18;

/**
 * The same bytes, without gzip where they have it: recognised by content, of several members all. At the border of an
 * app, because the standard DecompressionStream refuses several members. A chunk is valid until the next is asked for,
 * of those taken and of those given.
 * @throws FaultlineError where the gzip data are cut off or damaged, or their content is suspiciously large.
 */
export async function* decompressed(
  bytes: AsyncIterable<Uint8Array>,
  options: DecompressOptions,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    const head = await headOf(iterator);
    const all = replayed(head, iterator);
    yield* isGzip(head) ? gunzipped(all, options) : all;
  } finally {
    await iterator.return?.();
  }
}

/** The first chunk; of chunks that are too short to tell, as many as it takes. */
async function headOf(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < magic.length) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    head = head.length === 0 && value.length >= magic.length ? value : Buffer.concat([head, value]);
  }
  return head;
}

const isGzip = (head: Uint8Array): boolean => magic.every((byte, at) => head[at] === byte);

async function* replayed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function* gunzipped(
  bytes: AsyncIterable<Uint8Array>,
  { source, mostTimes = 250 }: DecompressOptions,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // Its errors arrive where the output is read.
  pipeline(Readable.from(copied(bytes), { objectMode: false }), gunzip, () => {});
  let size = 0;
  try {
    // A stream without encoding gives buffers.
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > alwaysAllowedBytes && size > gunzip.bytesWritten * mostTimes) refuseGrowth(source, mostTimes);
      yield chunk;
    }
  } catch (error) {
    throw faultOf(error, source, gunzip.bytesWritten);
  } finally {
    gunzip.destroy();
  }
}

/** Streams ask for chunks ahead of those that they read. (`slice` of a Buffer would not be a copy.) */
async function* copied(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) yield new Uint8Array(chunk);
}

function refuseGrowth(source: string, mostTimes: number): never {
  throw new FaultlineError('FAULTLINE_INVALID_INPUT', {
    source,
    problem: `its gzip data hold more than ${mostTimes} times their own size.`,
    hint: 'Traces never do. If you trust the file, decompress it first: gzip -d.',
  });
}

function faultOf(error: unknown, source: string, at: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR')
    return new FaultlineError(
      'FAULTLINE_TRUNCATED',
      { source, where: ` (byte ${at} of its gzip data)` },
      { cause: error },
    );
  if (code !== 'Z_DATA_ERROR') return error;
  return new FaultlineError(
    'FAULTLINE_INVALID_INPUT',
    { source, problem: `its gzip data are damaged (near byte ${at}).`, hint: 'Fetch or compress the file again.' },
    { cause: error },
  );
}
