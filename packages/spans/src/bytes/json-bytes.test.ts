import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOfText } from './byte-view.test-support.ts';
import { extentEnd, textEnd, valueEnd } from './json-bytes.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('finds the end of any value, however it is spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom('', ' ', '\n\t'), (value, space) => {
      const text = JSON.stringify(value, undefined, space);
      const { bytes, length } = viewOfText(`${text},`);
      expect(valueEnd(bytes, 0)).toBe(length - 1);
      expect(extentEnd(bytes, 0, length)).toBe(length - 1);
    }),
  );
});

it('takes for JSON what JSON.parse takes, and nothing else', () => {
  const marks = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0aeE-+.19tfnrlsu \n'.split('')), maxLength: 12 });
  const text = fc.oneof(
    marks,
    fc.tuple(fc.json({ maxDepth: 3 }), marks, fc.nat()).map(([json, mark, at]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + mark + json.slice(place + 1);
    }),
  );
  fc.assert(
    fc.property(text, (written) => {
      const { bytes, length } = viewOfText(written);
      const end = valueEnd(bytes, 0);
      expect(end >= 0 && written.slice(end).trim() === '' && end <= length).toBe(isJson(written));
    }),
    { numRuns: 3000 },
  );
});

const nested = (levels: number) => viewOfText('['.repeat(levels) + ']'.repeat(levels)).bytes;

it('goes down 64 levels and no further', () => {
  expect(valueEnd(nested(64), 0)).toBe(128);
  expect(valueEnd(nested(65), 0)).toBe(-1);
  expect(extentEnd(nested(10_000), 0, 20_000)).toBe(20_000);
});

it.for(['a\u0001b"', 'a\\x"', 'a\\u12g4"', 'a', 'a\\'])('finds no end of the text %j', (content) => {
  expect(textEnd(viewOfText(content).bytes, 0)).toBe(-1);
});
