import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOfText } from '../bytes/byte-view.test-support.ts';
import { StringTable } from './string-table.ts';

it('gives back every text that was added as bytes, and one number for the same bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 80 })), (texts) => {
      const table = new StringTable();
      const numberOf = (text: string): number => {
        const source = viewOfText(text);
        return table.addUtf8(source, 0, source.length);
      };
      const numbers = texts.map(numberOf);
      for (const [at, text] of texts.entries()) expect(table.at(numbers[at])).toBe(text.toWellFormed());
      expect(texts.map(numberOf)).toEqual(numbers);
    }),
  );
});

it('expects what followed last time, and finds nothing else', () => {
  const table = new StringTable();
  for (const text of ['fetch', 'parse', 'fetch', 'parse', 'fetch']) {
    const source = viewOfText(`${text}"`);
    table.addUtf8(source, 0, text.length);
  }
  expect(table.expectedEnd(viewOfText('parse"'), 0)).toBe(5);
  expect(table.at(table.found)).toBe('parse');
  expect(table.expectedEnd(viewOfText('fetching"'), 0)).toBe(-1);
  expect(table.expectedEnd(viewOfText('sum"'), 0)).toBe(-1);
});

it('keeps many thousands of texts apart', () => {
  const table = new StringTable();
  const numbers = Array.from({ length: 70_000 }, (_, at) => {
    const source = viewOfText(`id ${at}`);
    return table.addUtf8(source, 0, source.length);
  });
  for (const at of [0, 1, 32_767, 65_535, 65_536, 69_999]) expect(table.at(numbers[at])).toBe(`id ${at}`);
  expect(table.isFull).toBe(true);
});
