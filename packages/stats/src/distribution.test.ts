import fc from 'fast-check';
import { quantile as quantileOfLibrary } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { addToSample, type BottomKSample } from './bottom-k-sample.ts';
import { distributionOf, type Distribution } from './distribution.ts';
import { addToHistogram, emptyHistogram } from './log-histogram.ts';

function distribution(values: readonly number[], isSampled = true): Distribution {
  const histogram = emptyHistogram();
  const sample: BottomKSample = [];
  for (const [index, value] of values.entries()) {
    addToHistogram(histogram, value);
    if (isSampled) addToSample(sample, `run-${index}`, value);
  }
  return distributionOf(histogram, sample);
}
const fromBuckets = (values: readonly number[]): Distribution => distribution(values, false);
const durations = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('distributionOf', () => {
  // R 4: quantile(c(3, 6, 7, 8, 8, 9, 10, 13, 15, 16, 20), c(0.25, 0.5, 0.75)); numpy.percentile([10, 7, 4, 3, 2, 1], 50)
  it('gives the published quantiles of type 7', () => {
    const r = distribution([3, 6, 7, 8, 8, 9, 10, 13, 15, 16, 20]);
    expect([0.25, 0.5, 0.75].map(r.quantile)).toEqual([7.5, 9, 14]);
    expect(distribution([10, 7, 4, 3, 2, 1]).quantile(0.5)).toBe(3.5);
  });

  it('is exact while the sample holds every value', () => {
    const values = Array.from({ length: 256 }, (_, index) => (index * 37) % 256);
    const exact = distribution(values);
    expect(exact.isExact).toBe(true);
    expect(exact.count).toBe(256);
    expect(exact.mean).toBe(127.5);
    expect(exact.pAtLeast(250)).toBe(7 / 257);
  });

  it('reads the histogram from the 257th value on, within 1 %', () => {
    const values = Array.from({ length: 257 }, (_, index) => index + 1);
    const { isExact, count, mean, quantile } = distribution(values);
    expect({ isExact, count }).toEqual({ isExact: false, count: 257 });
    for (const figure of [mean, quantile(0.5)]) expect(Math.abs(figure - 129)).toBeLessThanOrEqual(1.29);
  });

  it('agrees with simple-statistics to 1 %, from buckets alone', () => {
    fc.assert(
      fc.property(durations, shares, (values, q) => {
        const expected = quantileOfLibrary([...values], q);
        expect(Math.abs(fromBuckets(values).quantile(q) - expected)).toBeLessThanOrEqual(expected * 0.01001);
      }),
    );
  });

  it('has quantiles that never fall', () => {
    fc.assert(
      fc.property(durations, shares, shares, fc.boolean(), (values, a, b, isSampled) => {
        const { quantile } = distribution(values, isSampled);
        expect(quantile(Math.min(a, b))).toBeLessThanOrEqual(quantile(Math.max(a, b)));
      }),
    );
  });

  it('counts as least as many values from buckets as there are, so that p-values keep their promise', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1e9, noNaN: true }), (values, value) => {
        expect(fromBuckets(values).pAtLeast(value)).toBeGreaterThanOrEqual(distribution(values).pAtLeast(value));
      }),
    );
  });

  it('gives the p-values of its drawing', () => {
    const { pAtLeast } = distribution([2, 2, 3, 9]);
    expect([1, 2, 2.5, 9, 10].map(pAtLeast)).toEqual([1, 1, 3 / 5, 2 / 5, 1 / 5]);
    expect([1, 2, 2.5, 9, 10].map(fromBuckets([2, 2, 3, 9]).pAtLeast)).toEqual([1, 1, 3 / 5, 2 / 5, 1 / 5]);
  });

  it('refuses no values, and shares outside of 0 to 1', () => {
    expect(() => distribution([])).toThrow('no distribution of no values');
    expect(() => fromBuckets([1]).quantile(1.5)).toThrow('not at 1.5');
  });
});
