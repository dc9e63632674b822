import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipped, padded, shortened, startOf, widthOf } from './text-width.ts';

describe('width', () => {
  it.each([
    ['', 0],
    ['fetch', 5],
    ['Größe', 5],
    ['e\u0301', 1],
    ['\u0301', 0],
    ['日本語', 6],
    ['한국어', 6],
    ['ＡＢ', 4],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['a…b', 3],
  ])('of "%s" is %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('pads to columns, not to characters', () => {
    expect(padded('日本', 6)).toBe('日本  ');
    expect(padded('2 s', 6, 'right')).toBe('   2 s');
    expect(padded('too long', 3)).toBe('too long');
  });

  it('leaves out the middle of a name and the end of a sentence', () => {
    expect(shortened('medical_literature_consultation', 15)).toBe('medical…ltation');
    expect(shortened('fetch', 5)).toBe('fetch');
    expect(shortened('日本語日本語', 7)).toBe('日…語');
    expect(clipped('The first failure was here.', 12)).toBe('The first f…');
    expect(clipped('The first failure', 11)).toBe('The first…');
  });

  it('does not cut a letter of several parts', () => {
    expect(startOf('👩‍👩‍👧x', 1)).toBe('');
    expect(startOf('e\u0301e\u0301', 1)).toBe('e\u0301');
  });

  it('never shortens to more than is asked, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(widthOf(shortened(text, width))).toBeLessThanOrEqual(width);
        expect(widthOf(clipped(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
