import { expect, it } from 'vitest';
import { listed } from './listed.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index + 1}`);

it('quotes each name once', () => {
  expect(listed(['fetch', 'parse', 'fetch'])).toBe('"fetch", "parse"');
  expect(listed(['say "go"'])).toBe(String.raw`"say \"go\""`);
  expect(listed([])).toBe('');
});

it('names ten, or as many as are wanted, and counts the others', () => {
  expect(listed(numbered(10))).toMatch(/"s10"$/);
  expect(listed(numbered(12))).toMatch(/"s10" and 2 more$/);
  expect(listed(numbered(3), 2)).toBe('"s1", "s2" and 1 more');
});
