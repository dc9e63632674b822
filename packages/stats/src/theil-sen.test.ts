import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { theilSen } from './theil-sen.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('theilSen', () => {
  // scipy 1.17: stats.theilslopes(y, x)
  it('agrees with scipy, with an outlier', () => {
    const line = theilSen(range(10), [2.1, 2.9, 4.2, 5.1, 5.8, 7.3, 7.9, 30, 9.8, 11.2]);
    expect(line?.slope).toBeCloseTo(1, 13);
    expect(line?.intercept).toBeCloseTo(2.05, 13);
    expect(line?.interval.low).toBeCloseTo(0.9333333333333336, 13);
    expect(line?.interval.high).toBeCloseTo(1.1, 13);
  });

  it('agrees with scipy, with ties', () => {
    expect(theilSen([1, 1, 2, 2, 3, 5, 8, 8], [3, 4, 4, 6, 5, 9, 9, 14])).toEqual({
      slope: 1,
      intercept: 3,
      interval: { low: 0.5, high: expect.closeTo(5 / 3, 13) },
    });
  });

  it('finds a line through all points', () => {
    expect(theilSen([3, 1, 2], [7, 3, 5])).toEqual({ slope: 2, intercept: 1, interval: { low: 2, high: 2 } });
  });

  it('follows the units of both axes', () => {
    const ys = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(ys, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 }), (values, factor, shift) => {
        const xs = values.map((_, index) => index);
        const line = theilSen(xs, values);
        const other = theilSen(
          xs,
          values.map((value) => factor * value + shift),
        );
        expect(other?.slope).toBeCloseTo(factor * (line?.slope ?? NaN), 9);
        expect(other?.intercept).toBeCloseTo(factor * (line?.intercept ?? NaN) + shift, 9);
      }),
    );
  });

  it('has no line where time stands still, and none through too many points', () => {
    expect(theilSen([1, 1], [1, 2])).toBeUndefined();
    expect(theilSen([], [])).toBeUndefined();
    expect(() => theilSen(range(401), range(401))).toThrow('takes 400 points, not 401');
    expect(() => theilSen([1], [])).toThrow('1 xs and 0 ys');
  });
});
