import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unstacked } from './stacked-objects.ts';

/** What is made of a text whose first piece has so many bytes, and all others one. */
async function textOf(text: string, firstBytes: number): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, firstBytes);
    for (let at = firstBytes; at < bytes.length; at++) yield bytes.subarray(at, at + 1);
  }
  const decoder = new TextDecoder();
  let made = '';
  for await (const piece of unstacked(pieces())) made += decoder.decode(piece, { stream: true });
  return made;
}

it('writes each object on the line where it began', async () => {
  const text = '{\n  "name": "a"\n}\r\n{\n  "name": "b"\n}\n';
  expect(await textOf(text, 30)).toBe('{   "name": "a" }\n\n\r\n{   "name": "b" }\n\n\n');
});

it.for([
  '{"name": "a"}\n{"name": "b"}\n',
  '[\n  {\n    "name": "a"\n  },\n  {\n  }\n]',
  '{\n  "name": "a"\n}\n',
  'text',
])('gives %j as it is', async (text) => {
  expect(await textOf(text, text.length)).toBe(text);
});

it('reads any objects', async () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(object, { minLength: 2 }), async (objects) => {
      const [first = '', ...others] = objects.map((member) => JSON.stringify(member, undefined, 4));
      const text = [first, ...others].join('\n');
      const lines = (await textOf(text, new TextEncoder().encode(first).length + 2)).split('\n');
      const read = lines.filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line));
      expect(read).toEqual(JSON.parse(JSON.stringify(objects)));
      expect(lines).toHaveLength(text.split('\n').length);
    }),
  );
});
