import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textOf } from './text-of.ts';

it.for([
  [undefined, ''],
  [null, ''],
  ['Look.', 'Look.'],
  [7, '7'],
  [{ content: 'Look.', limit: 3, from: null }, 'content: Look.\nlimit: 3'],
  [[{ text: 'a' }, { text: 'b' }, 'c'], 'text: a\ntext: b\nc'],
  [{ calls: [{ name: 'search', open: false }] }, 'name: search\nopen: false'],
] as const)('%j reads %j', ([value, text]) => {
  expect(textOf(value)).toBe(text);
});

it('has every text of a value, however deep', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      const nested = texts.reduceRight<unknown>((inner, text) => [text, inner], []);
      const text = textOf(nested as string[]);
      for (const one of texts) expect(text).toContain(one);
    }),
  );
});
