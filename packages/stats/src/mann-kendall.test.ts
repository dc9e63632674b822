import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mannKendall } from './mann-kendall.ts';

const series = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 30 });

describe('mannKendall', () => {
  it('counts pairs, and corrects for continuity', () => {
    const { s, variance, z, p } = mannKendall([1, 2, 4, 3, 5, 6]);
    expect({ s, variance }).toEqual({ s: 13, variance: (6 * 5 * 17) / 18 });
    // scipy 1.17: 2 * stats.norm.sf(12 / sqrt(170 / 6))
    expect(z).toBeCloseTo(2.2544074479065386, 13);
    expect(p).toBeCloseTo(0.024170547174545247, 13);
  });

  it('has the variance of S over all orders, with and without ties', () => {
    for (const values of [
      [1, 2, 3, 4, 5, 6],
      [1, 1, 2, 3, 3, 3],
      [1, 1, 1, 1, 2],
    ]) {
      const all = ordersOf(values).map((order) => mannKendall(order).s);
      const variance = all.reduce((sum, s) => sum + s * s, 0) / all.length;
      expect(mannKendall(values).variance).toBeCloseTo(variance, 10);
    }
  });

  it('sees nothing where there is nothing to see', () => {
    for (const values of [[], [5], [5, 5, 5]]) expect(mannKendall(values)).toEqual({ s: 0, variance: 0, z: 0, p: 1 });
    expect(mannKendall([1, 2, 1]).p).toBe(1);
  });

  it('depends on the order of values alone, and turns round with it', () => {
    fc.assert(
      fc.property(series, (values) => {
        const trend = mannKendall(values);
        expect(mannKendall(values.map((value) => value ** 3 + 7))).toEqual(trend);
        const reversed = mannKendall(values.toReversed());
        expect(reversed.s + trend.s).toBe(0);
        expect(reversed.p).toBe(trend.p);
      }),
    );
  });

  it('counts what comparing all pairs counts', () => {
    fc.assert(
      fc.property(series, (values) => {
        const signs = values.flatMap((value, at) => values.slice(0, at).map((earlier) => Math.sign(value - earlier)));
        expect(mannKendall(values).s).toBe(signs.reduce((sum, sign) => sum + sign, 0));
      }),
    );
  });

  it('refuses what has no order', () => {
    expect(() => mannKendall([1, NaN, 2])).toThrow('NaN neither rises nor falls');
  });
});

function ordersOf(values: readonly number[]): number[][] {
  let orders: number[][] = [[]];
  for (const value of values)
    orders = orders.flatMap((order) =>
      Array.from({ length: order.length + 1 }, (_, at) => order.toSpliced(at, 0, value)),
    );
  return orders;
}
