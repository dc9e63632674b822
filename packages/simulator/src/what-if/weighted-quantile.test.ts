import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantileOf, weightedQuantile } from './weighted-quantile.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

it('is that of type 5 for equal weights, as R gives it', () => {
  // quantile(c(1, 2, 3, 4, 10), c(0.05, 0.5, 0.75, 0.95), type = 5)
  const sorted = [1, 2, 3, 4, 10];
  expect([0.05, 0.5, 0.75, 0.95].map((q) => quantileOf(sorted, q))).toEqual([1, 3, 5.5, 10]);
});

it('does not change where values are written several times with less weight', () => {
  fc.assert(
    fc.property(values, share, (all, q) => {
      const whole = all.map((value) => ({ value, weight: 1 }));
      const scale = Math.max(1, ...all.map(Math.abs));
      const quantile = weightedQuantile(whole, q);
      expect(
        quantileOf(
          all.toSorted((a, b) => a - b),
          q,
        ) / scale,
      ).toBeCloseTo(quantile / scale, 9);
      expect(weightedQuantile(whole.toReversed(), q)).toBe(quantile);
      expect(
        weightedQuantile(
          whole.map(({ value }) => ({ value, weight: 3 })),
          q,
        ) / scale,
      ).toBeCloseTo(quantile / scale, 9);
    }),
  );
});
