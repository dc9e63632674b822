import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extrapolatedPValue, tailFit } from './tail-fit.ts';

const descending = (values: readonly number[]): number[] => values.toSorted((a, b) => b - a);
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** As evenly spread as 300 values of a distribution can be. */
const spread = (quantile: (share: number) => number): number[] => range(300).map((i) => quantile((i + 0.5) / 300));
const irregular = [3, 7, 1, 12, 5, 9, 40, 2, 8, 6, 4, 11, 10, 15, 22];

describe('tailFit', () => {
  // The formulas of Zhang and Stephens 2009 and of the prior in numpy 2, survival by scipy 1.17: stats.genpareto.sf.
  it.each([
    [
      'a Pareto tail of index 2',
      spread((u) => (1 - u) ** -0.5),
      2.2268088570756164,
      60,
      0.49649380598162185,
      1.1221185911846394,
    ],
    [
      'an exponential tail',
      spread((u) => -Math.log1p(-u)),
      1.6011391096194054,
      60,
      0.09362147734759031,
      0.9779730811826978,
    ],
    ['a tail that ends, as one that does not', spread((u) => u), 0.7983333333333333, 60, 0, 0.19228161382065223],
    ['50 whole numbers', range(51).slice(1), 40, 10, 0, 9.110418655116781],
    ['15 numbers', irregular, 5, 10, 0.36200167421104024, 7.2089913142444715],
  ])('fits %s', (_, values, threshold, exceedances, shape, scale) => {
    const tail = tailFit(descending(values), values.length);
    expect(tail).toMatchObject({ count: values.length, exceedances });
    expect(tail?.threshold).toBeCloseTo(threshold, 12);
    expect(tail?.shape).toBeCloseTo(shape, 10);
    expect(tail?.scale).toBeCloseTo(scale, 10);
  });

  it('needs the largest alone, up to a fifth of all', () => {
    const values = descending(spread((u) => -Math.log1p(-u)));
    expect(tailFit(values.slice(0, 64), 300)).toEqual(tailFit(values, 300));
  });

  it('lowers the threshold until ten values exceed it', () => {
    const values = descending([...range(30).map((i) => i / 100), ...range(12).map(() => 5), 6, 7]);
    expect(tailFit(values, values.length)).toMatchObject({ threshold: 0.29, exceedances: 14 });
  });

  it('has no tail to fit where fewer than ten values exceed any', () => {
    expect(tailFit([], 0)).toBeUndefined();
    expect(
      tailFit(
        range(200).map(() => 7),
        200,
      ),
    ).toBeUndefined();
    expect(tailFit(descending([...range(200).map(() => 7), ...range(9)]), 209)).toMatchObject({ threshold: 6 });
    expect(tailFit(descending([...range(9), ...range(9).map(() => 9)]).slice(0, 10), 200)).toBeUndefined();
    expect(tailFit(descending(range(10)), 10)).toBeUndefined();
    expect(tailFit(descending(range(11)), 11)).toMatchObject({ threshold: 0, exceedances: 10 });
  });

  it('has none where differences are not finite', () => {
    expect(tailFit(descending(range(20).map((i) => (i < 10 ? -1e308 : 1e308 + i * 1e300))), 20)).toBeUndefined();
  });

  it('does not depend on the unit or the zero of the values', () => {
    const tail = tailFit(descending(irregular), 15);
    const other = tailFit(descending(irregular.map((value) => 1000 * value - 77)), 15);
    expect(other?.shape).toBeCloseTo(tail?.shape ?? NaN, 10);
    expect(other?.scale).toBeCloseTo(1000 * (tail?.scale ?? NaN), 6);
  });
});

describe('extrapolatedPValue', () => {
  const tail = tailFit(descending(irregular), 15);
  if (tail === undefined) throw new Error('There is a tail.');

  it('is the survival function of the tail, times the share of values over the threshold', () => {
    expect(extrapolatedPValue(tail, 50)).toBeCloseTo(0.02548600308478472, 12);
    expect(extrapolatedPValue(tail, 400)).toBeCloseTo(0.00015165162380337792, 14);
  });

  it('is exponential at shape 0', () => {
    const exponential = { count: 100, threshold: 10, exceedances: 20, shape: 0, scale: 2 };
    expect(extrapolatedPValue(exponential, 30)).toBeCloseTo(0.2 * Math.exp(-10), 15);
    expect(extrapolatedPValue({ ...exponential, shape: 1e-8 }, 30)).toBeCloseTo(0.2 * Math.exp(-10), 11);
  });

  it('is never more than without a fit, and never 0', () => {
    expect(extrapolatedPValue(tail, 41)).toBeLessThanOrEqual(1 / 16);
    expect(extrapolatedPValue(tail, 5)).toBe(1 / 16);
    expect(extrapolatedPValue(tail, Infinity)).toBe(1e-12);
  });

  it('never rises with the value, whatever the tail', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 11, maxLength: 80 });
    const asked = fc.array(fc.double({ min: -1e10, max: 1e10, noNaN: true }));
    fc.assert(
      fc.property(values, asked, (all, points) => {
        const fitted = tailFit(descending(all), all.length);
        if (fitted === undefined) return;
        const ps = points.toSorted((a, b) => a - b).map((value) => extrapolatedPValue(fitted, value));
        expect(ps).toEqual(ps.toSorted((a, b) => b - a));
      }),
    );
  });
});
