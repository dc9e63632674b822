import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultlineError } from '../errors.ts';
import { jsonDocuments, type JsonDocument } from './json-documents.ts';
import { bytesOf, collected } from './streams.test-support.ts';

interface Read {
  readonly documents: readonly JsonDocument[];
  readonly problems: readonly string[];
}

async function read(text: string, chunkSize?: number): Promise<Read> {
  const problems: string[] = [];
  const onBadLine = ({ code, message }: FaultlineError): void => void problems.push(`${code}: ${message}`);
  const documents = await collected(jsonDocuments(bytesOf(text, chunkSize), 'runs.json', onBadLine));
  return { documents, problems };
}

const clean = (...documents: JsonDocument[]): Read => ({ documents, problems: [] });
const bom = '\uFEFF';

it.each<[string, string, Read]>([
  ['nothing', '', clean()],
  ['blank lines only', '\n \r\n\t\n', clean()],
  ['one document on one line', '{"a":1}', clean({ value: { a: 1 }, line: 1 })],
  ['one document over several lines', '{\n  "a": [\n1]\n}\n', clean({ value: { a: [1] }, line: 1 })],
  ['a document after blank lines', '\n\n{\n"a": 1}', clean({ value: { a: 1 }, line: 1 })],
  ['JSON Lines', '{"a":1}\n{"a":2}', clean({ value: { a: 1 }, line: 1 }, { value: { a: 2 }, line: 2 })],
  ['blank lines between', '\n1\n\n2\n\n', clean({ value: 1, line: 2 }, { value: 2, line: 4 })],
  [
    'line ends of Windows',
    '{"a":1}\r\n\r\n{"a":2}\r\n',
    clean({ value: { a: 1 }, line: 1 }, { value: { a: 2 }, line: 3 }),
  ],
  ['a document with line ends of Windows', '{\r\n"a":1\r\n}', clean({ value: { a: 1 }, line: 1 })],
  ['a byte order mark', `${bom}{"a":1}\n2`, clean({ value: { a: 1 }, line: 1 }, { value: 2, line: 2 })],
])('reads %s', async (_what, text, expected) => {
  expect(await read(text)).toEqual(expected);
});

it('passes a bad line on and reads the others', async () => {
  const { documents, problems } = await read('{"a":1}\n{"a":\n{"a":x}\n{"a":4}\n');
  expect(documents.map(({ line }) => line)).toEqual([1, 4]);
  expect(problems).toEqual([
    'FAULTLINE_TRUNCATED: Cannot read "runs.json": it ends in the middle of a value (line 2, column 6).',
    'FAULTLINE_NOT_JSON: Cannot read "runs.json": it is not JSON (line 3, column 6).',
  ]);
});

it.each([
  ['is cut off', '{\n"a": [1,\n', 'FAULTLINE_TRUNCATED', 'line 2, column 9'],
  ['is not JSON', '\n{\n"a": x\n}', 'FAULTLINE_NOT_JSON', 'line 3, column 6'],
])('refuses an only document that %s', async (_what, text, code, place) => {
  await expect(read(text)).rejects.toMatchObject({ code, message: expect.stringContaining(place) as unknown });
});

describe('chunks', () => {
  it('may be cut anywhere, also inside a character, a line end or the byte order mark', async () => {
    const texts = fc.constantFrom(
      `${bom}{"größe":"🩺 – ok"}\r\n\r\n{"a":[1,2]}\n`,
      `{\n  "größe": "🩺"\r\n}\n`,
      '1\n2\nx\n3',
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, chunkSize) => {
        expect(await read(text, chunkSize)).toEqual(await read(text));
      }),
    );
  });
  it('are asked for one after the other: what was read is passed on before the rest arrives', async () => {
    let sent = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for (const line of ['1\n', '2\n', '3\n']) {
        sent++;
        yield new TextEncoder().encode(line);
      }
    }
    for await (const { line } of jsonDocuments(counted(), 'runs.json', () => {})) expect(sent).toBe(line);
  });
});
