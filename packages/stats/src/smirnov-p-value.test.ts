import { expect, it } from 'vitest';
import { smirnovPValue } from './smirnov-p-value.ts';

const wave = (count: number, step: number, modulus: number, unit: number): number[] =>
  Array.from({ length: count }, (_, index) => ((index * step) % modulus) / unit);

it.each([
  [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 0.013475889875863678],
  [[1, 2, 2, 3, 9, 4], [2, 2, 5, 7, 7, 1.5, 8], 0.6650462760459455],
  [wave(100, 37, 101, 10), wave(80, 53, 97, 8), 0.1777181926064012],
  [[1, 1, 1], [1, 1], 1],
])('is the limit that scipy 1.17 gives for the distance of ks_2samp: %#', (one, other, p) => {
  expect(smirnovPValue(one, other)).toBeCloseTo(p, 12);
  expect(smirnovPValue(other, one)).toBe(smirnovPValue(one, other));
});

it('sees a difference of spread alone', () => {
  expect(
    smirnovPValue(
      wave(200, 37, 101, 1),
      wave(200, 37, 101, 5).map((value) => value + 40),
    ),
  ).toBeLessThan(1e-6);
});

it('refuses samples of nothing, and NaN', () => {
  expect(() => smirnovPValue([], [1])).toThrow(RangeError);
  expect(() => smirnovPValue([1], [Number.NaN])).toThrow(RangeError);
});
