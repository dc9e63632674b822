import { expect, it } from 'vitest';
import { roundedUp } from './rounded-up.ts';

it.each([
  [0, 0],
  [7.51, 7.6],
  [7.6, 7.6],
  // A quantile of a logarithm comes out a hair above or below.
  [5.999999999999999, 6],
  [0.0123, 0.013],
  [99.1, 100],
  [18_512, 19_000],
])('rounds %d up to %d', (ms, limit) => {
  expect(roundedUp(ms)).toBe(limit);
});

it('keeps one digit where one is asked for', () => {
  expect([7.51, 8, 0.012, 0].map((ms) => roundedUp(ms, 1))).toEqual([8, 8, 0.02, 0]);
});
