import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstIndex } from './first-index.ts';

it('firstIndex finds where a condition begins to hold, as searching from the start does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: -1, max: 10 }), (values, least) => {
      const sorted = values.toSorted((a, b) => a - b);
      const found = sorted.findIndex((value) => value >= least);
      expect(firstIndex(sorted.length, (index) => (sorted[index] ?? NaN) >= least)).toBe(
        found < 0 ? sorted.length : found,
      );
    }),
  );
});
