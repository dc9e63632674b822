import { expect, it } from 'vitest';
import { largest } from './largest.ts';

it('is the largest, of a million values too', () => {
  expect(largest([3, 7, -1])).toBe(7);
  expect(largest([])).toBe(-Infinity);
  expect(largest(Array.from({ length: 1_000_000 }, (_, at) => at - 1_000_000))).toBe(-1);
});
