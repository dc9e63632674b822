import { expect, it } from 'vitest';
import { studentFactor } from './student-factor.ts';

it.each([
  // Quantiles at 97.5 % from printed tables, by degrees of freedom.
  [4, 2.7764],
  [9, 2.2622],
  [19, 2.093],
  [49, 2.0096],
  [99, 1.9842],
])('agrees with the tables for %i degrees of freedom', (degrees, quantile) => {
  expect(studentFactor(degrees + 1) * 1.959964).toBeCloseTo(quantile, 2);
});

it('tends to 1', () => {
  expect(studentFactor(1e6)).toBeCloseTo(1, 5);
});
