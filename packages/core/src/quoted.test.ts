import { expect, it } from 'vitest';
import { quoted } from './quoted.ts';

it.each([
  ['fetch', '"fetch"'],
  ['say "go"', String.raw`"say \"go\""`],
  ['', '""'],
  ['__proto__', '"__proto__"'],
])('puts %j between quotes', (name, text) => {
  expect(quoted(name)).toBe(text);
});
