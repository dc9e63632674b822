import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOfText } from '../bytes/byte-view.test-support.ts';
import { TextArena } from './text-arena.ts';

it('gives back every text, escaped or not, and as a copy', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.boolean())), (texts) => {
      const arena = new TextArena();
      const copy = new TextArena();
      const places = texts.map(([text, isEscaped]) => {
        const { bytes, length } = viewOfText(isEscaped ? JSON.stringify(text).slice(1, -1) : text);
        return arena.add(bytes, 0, length, isEscaped);
      });
      for (const [at, [text, isEscaped]] of texts.entries()) {
        const expected = isEscaped ? text : text.toWellFormed();
        expect(arena.at(places[at])).toBe(expected);
        expect(copy.at(copy.copy(arena, places[at]))).toBe(expected);
      }
    }),
  );
});

it('forgets what was added since a place, across blocks', () => {
  const arena = new TextArena();
  const { bytes, length } = viewOfText('x'.repeat(50_000));
  const first = arena.add(bytes, 0, length, false);
  const { end } = arena;
  arena.add(bytes, 0, length, false);
  arena.add(bytes, 0, length, false);
  arena.truncate(end);
  expect(arena.end).toBe(end);
  const second = arena.add(bytes, 0, 10, false);
  expect([arena.at(first).length, arena.at(second)]).toEqual([50_000, 'x'.repeat(10)]);
});
