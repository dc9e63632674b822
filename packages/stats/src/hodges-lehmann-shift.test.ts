import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { hodgesLehmannShift } from './hodges-lehmann-shift.ts';

const side = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 9 })), {
  minLength: 1,
  maxLength: 20,
});

describe('hodgesLehmannShift', () => {
  // R's help of wilcox.test (Hollander & Wolfe 1973, p. 69f.): difference in location 0.305.
  it('gives the published shift of permeability', () => {
    const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const early = [1.15, 0.88, 0.9, 0.74, 1.21];
    expect(hodgesLehmannShift(early, atTerm)).toBeCloseTo(0.305, 12);
  });

  it('is the median of all differences', () => {
    fc.assert(
      fc.property(side, side, (earlier, later) => {
        const differences = later.flatMap((value) => earlier.map((one) => value - one));
        expect(hodgesLehmannShift(earlier, later)).toBeCloseTo(median(differences), 9);
      }),
    );
  });

  it('follows a shift, and is unmoved by a wild value', () => {
    expect(hodgesLehmannShift([1, 2, 3], [11, 12, 1000])).toBe(10);
    expect(hodgesLehmannShift([1, 2, 3], [11, 12, 13])).toBe(10);
  });

  it('refuses an empty side and infinity', () => {
    expect(() => hodgesLehmannShift([], [1])).toThrow('at least one on each side');
    expect(() => hodgesLehmannShift([1], [Infinity])).toThrow('finite');
  });
});
