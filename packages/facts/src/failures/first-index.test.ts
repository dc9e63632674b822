import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstIndex } from './first-index.ts';

it('finds where a sorted column reaches a value, as a search from the start does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(21), (drawn, value) => {
      const sorted = drawn.toSorted((a, b) => a - b);
      const brute = sorted.findIndex((one) => one >= value);
      const found = firstIndex(sorted.length, (index) => (sorted[index] ?? 0) >= value);
      expect(found).toBe(brute < 0 ? sorted.length : brute);
    }),
  );
});
