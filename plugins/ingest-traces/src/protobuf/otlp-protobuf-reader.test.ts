import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultlineError, readRuns } from '@faultline/core';
import type { Run } from '@faultline/model';
import { otlpJson } from '../otlp-json/otlp-json.ts';
import { arbitraryExport } from './official-exports.test-support.ts';
import { otlpProtobuf } from './otlp-protobuf.ts';

const ingesters = [otlpJson, otlpProtobuf];

const refuse = (error: FaultlineError): never => {
  throw error;
};

async function read(bytes: Uint8Array, chunkSize = Infinity): Promise<readonly Run[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkSize) {
      const chunk = new Uint8Array(bytes.subarray(at, at + chunkSize));
      yield chunk;
      // It is valid until the next is asked for.
      chunk.fill(0x58);
    }
  }
  const runs: Run[] = [];
  for await (const run of readRuns(chunks(), ingesters, { source: 'traces.pb', onProblem: refuse })) runs.push(run);
  return runs;
}

/** The runs, or why there are none. */
const outcomeOf = (bytes: Uint8Array, chunkSize?: number): Promise<readonly Run[] | string> =>
  read(bytes, chunkSize).catch((error: unknown) => {
    if (error instanceof FaultlineError) return error.code;
    throw error;
  });

/** Messages one after the other, each behind its length. */
const delimited = (lengthOf: (length: number) => readonly number[], ...messages: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(messages.flatMap((message) => [...lengthOf(message.length), ...message]));
const uint32 = (length: number) => [length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];
function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

describe('what the official serializer writes', () => {
  it('gives the runs of its JSON', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExport, async ({ protobuf, json }) => {
        expect(await outcomeOf(protobuf)).toEqual(await outcomeOf(json));
      }),
    );
  });
  it('may arrive in pieces, also inside of a number', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExport, fc.integer({ min: 1, max: 300 }), async ({ protobuf }, chunkSize) => {
        expect(await outcomeOf(protobuf, chunkSize)).toEqual(await outcomeOf(protobuf));
      }),
      { numRuns: 30 },
    );
  });
  it.each([
    ['joined', (...messages: Uint8Array[]) => delimited(() => [], ...messages)],
    ['each after its length as four bytes', (...messages: Uint8Array[]) => delimited(uint32, ...messages)],
    ['each after its length as a varint', (...messages: Uint8Array[]) => delimited(varint, ...messages)],
  ])('may stand several times in a file: %s', async (_how, fileOf) => {
    await fc.assert(
      fc.asyncProperty(arbitraryExport, arbitraryExport, fc.integer({ min: 1, max: 300 }), async (a, b, chunkSize) => {
        const lines = Uint8Array.from([...a.json, 10, ...b.json]);
        expect(await outcomeOf(fileOf(a.protobuf, b.protobuf), chunkSize)).toEqual(await outcomeOf(lines));
      }),
      { numRuns: 30 },
    );
  });
  it('is refused where it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryExport, fc.nat(), async ({ protobuf }, at) => {
        const cut = await outcomeOf(protobuf.subarray(0, 1 + (at % (protobuf.length - 1))));
        // Joined exports may end after any of them.
        expect(['FAULTLINE_TRUNCATED', 'FAULTLINE_NOT_JSON', 'FAULTLINE_EMPTY_INPUT']).toContain(
          typeof cut === 'string' ? cut : 'FAULTLINE_TRUNCATED',
        );
      }),
    );
  });
  it('ends in runs or in one error when bits of it are wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryExport,
        fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 300 }),
        async ({ protobuf }, flips, chunkSize) => {
          const damaged = protobuf.slice();
          for (const [at, bit] of flips) damaged[at % damaged.length] ^= 1 << bit;
          expect(await outcomeOf(damaged, chunkSize)).toEqual(await outcomeOf(damaged));
        },
      ),
      { numRuns: 300 },
    );
  });
});
