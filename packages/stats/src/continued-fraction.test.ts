import { expect, it } from 'vitest';
import { continuedFraction } from './continued-fraction.ts';

const one = (): number => 1;

it('continuedFraction gives the known values of the golden ratio, √2, e and 4/π', () => {
  expect(continuedFraction(one, one)).toBeCloseTo((1 + Math.sqrt(5)) / 2, 14);
  expect(continuedFraction(one, (i) => (i === 0 ? 1 : 2))).toBeCloseTo(Math.SQRT2, 14);
  expect(continuedFraction(one, (i) => (i === 0 ? 2 : i % 3 === 2 ? (2 * (i + 1)) / 3 : 1))).toBeCloseTo(Math.E, 14);
  expect(
    continuedFraction(
      (i) => i * i,
      (i) => 2 * i + 1,
    ),
  ).toBeCloseTo(4 / Math.PI, 13);
});

it('continuedFraction goes through denominators of 0', () => {
  // 0 + 1/(0 + 1/(1 + 1/(1 + …))) is the golden ratio.
  expect(continuedFraction(one, (i) => (i < 2 ? 0 : 1))).toBeCloseTo((1 + Math.sqrt(5)) / 2, 12);
});
