import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from './text-width.ts';
import { hanging, wrapped, wrappedAtMost } from './wrapped.ts';

describe('wrapped', () => {
  it('breaks between words', () => {
    expect(wrapped('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapped('', 9)).toEqual(['']);
  });

  it('breaks inside of a word that is longer than a line', () => {
    expect(wrapped('a 0123456789 b', 4)).toEqual(['a', '0123', '4567', '89 b']);
    expect(wrapped('日本語', 4)).toEqual(['日本', '語']);
    expect(wrapped('日本', 1)).toEqual(['日', '本']);
  });

  it('says where it stopped', () => {
    expect(wrappedAtMost('one two three four', 9, 2)).toEqual(['one two', 'three …']);
    expect(wrappedAtMost('one two', 9, 1)).toEqual(['one two']);
  });

  it('hangs lines beside a label', () => {
    expect(hanging('Trust  ', 7, ['sound', 'enough'])).toEqual(['Trust  sound', '       enough']);
  });

  it('keeps every word and every line within the width', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 })), (words) => {
        const text = words.map((word) => word.replaceAll(' ', '_')).join(' ');
        const lines = wrapped(text, 8);
        expect(lines.join(' ')).toBe(text);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(8);
      }),
    );
  });
});
