import fc from 'fast-check';
import { quantile as quantileOfLibrary } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { addToSample, mergeSamples, type BottomKSample } from './bottom-k-sample.ts';
import { distributionOf, type Distribution, type LearnedValues } from './distribution.ts';
import { addToExtremes, emptyExtremes, mergeExtremes, type Extremes } from './extremes.ts';
import { addToHistogram, emptyHistogram, mergeHistograms, type LogHistogram } from './log-histogram.ts';

interface Kept {
  readonly histogram: LogHistogram;
  readonly sample: BottomKSample;
  readonly extremes: Extremes;
}
const emptyKept = (): Kept => ({ histogram: emptyHistogram(), sample: [], extremes: emptyExtremes() });

function keptOf(values: readonly number[], from = 0): Kept {
  const kept = emptyKept();
  for (const [index, value] of values.entries()) {
    addToHistogram(kept.histogram, value);
    addToSample(kept.sample, `run-${from + index}`, value);
    addToExtremes(kept.extremes, value);
  }
  return kept;
}
function merged(into: Kept, from: Kept): Kept {
  mergeHistograms(into.histogram, from.histogram);
  mergeSamples(into.sample, from.sample);
  mergeExtremes(into.extremes, from.extremes);
  return into;
}
const learnedOf = ({ histogram, sample, extremes }: Kept): LearnedValues => ({
  histogram,
  values: sample.map(([, value]) => value),
  extremes,
});
const distribution = (values: readonly number[]): Distribution => distributionOf(learnedOf(keptOf(values)));
const fromBuckets = (values: readonly number[]): Distribution =>
  distributionOf({ histogram: keptOf(values).histogram, values: [] });

const durations = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 });
const duration = fc.double({ min: 0, max: 1e9, noNaN: true });
const shares = fc.double({ min: 0, max: 1, noNaN: true });
/** Within 1 % of 100, in no order, and no two alike. */
const narrow = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => 99 + (2 * ((index * 389) % count)) / count);

describe('distributionOf', () => {
  // R 4: quantile(c(3, 6, 7, 8, 8, 9, 10, 13, 15, 16, 20), c(0.25, 0.5, 0.75)); numpy.percentile([10, 7, 4, 3, 2, 1], 50)
  it('gives the published quantiles of type 7', () => {
    const r = distribution([3, 6, 7, 8, 8, 9, 10, 13, 15, 16, 20]);
    expect([0.25, 0.5, 0.75].map(r.quantile)).toEqual([7.5, 9, 14]);
    expect(distribution([10, 7, 4, 3, 2, 1]).quantile(0.5)).toBe(3.5);
  });

  it('is exact while the sample holds every value', () => {
    const exact = distribution(Array.from({ length: 256 }, (_, index) => (index * 37) % 256));
    expect(exact.isExact).toBe(true);
    expect(exact.count).toBe(256);
    expect(exact.mean).toBe(127.5);
    expect(exact.pAtLeast(100)).toBe(157 / 257);
    expect(exact.pAtMost(100)).toBe(102 / 257);
  });

  it('reads the histogram from the 257th value on, within 1 %', () => {
    const values = Array.from({ length: 257 }, (_, index) => index + 1);
    const { isExact, count, mean, quantile } = distribution(values);
    expect({ isExact, count }).toEqual({ isExact: false, count: 257 });
    for (const figure of [mean, quantile(0.5)]) expect(Math.abs(figure - 129)).toBeLessThanOrEqual(1.29);
  });

  it('stays exact for the 64 values at each end', () => {
    const values = narrow(2000);
    const sorted = values.toSorted((a, b) => a - b);
    const { quantile, pAtLeast, pAtMost } = distribution(values);
    for (const rank of [0, 1, 40, 63]) {
      expect(quantile(rank / 1999)).toBeCloseTo(sorted[rank] ?? NaN, 6);
      expect(quantile(1 - rank / 1999)).toBeCloseTo(sorted[1999 - rank] ?? NaN, 6);
    }
    for (const rank of [0, 1, 40, 62]) {
      expect(pAtMost(sorted[rank] ?? NaN)).toBe((rank + 2) / 2001);
      expect(pAtLeast(sorted[1999 - rank] ?? NaN)).toBe((rank + 2) / 2001);
    }
  });

  it('tells values in one bucket apart by the sample', () => {
    const { pAtLeast, pAtMost } = distribution(narrow(2000));
    for (const value of [99.3, 99.8, 100.2, 100.7]) {
      expect(Math.abs(pAtMost(value) - (value - 99) / 2)).toBeLessThan(0.1);
      expect(Math.abs(pAtLeast(value) - (101 - value) / 2)).toBeLessThan(0.1);
    }
  });

  it('is the same however history was split, and through JSON', () => {
    const cut = fc.nat(400);
    fc.assert(
      fc.property(cut, fc.double({ min: 98, max: 102, noNaN: true }), (at, value) => {
        const values = narrow(400);
        const first = keptOf(values.slice(0, at));
        const second = keptOf(values.slice(at), at);
        const both: unknown = JSON.parse(JSON.stringify(learnedOf(merged(merged(emptyKept(), second), first))));
        // What was written as one is one.
        const { pAtLeast, tailP } = distributionOf(both as LearnedValues);
        expect(pAtLeast(value)).toBe(distribution(values).pAtLeast(value));
        expect(tailP(value, 'both')).toEqual(distribution(values).tailP(value, 'both'));
      }),
      { numRuns: 20 },
    );
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
    const many = fc.array(fc.double({ min: 90, max: 110, noNaN: true }), { minLength: 200, maxLength: 400 });
    fc.assert(
      fc.property(fc.oneof(durations, many), shares, shares, fc.boolean(), (values, a, b, isSampled) => {
        const { quantile } = isSampled ? distribution(values) : fromBuckets(values);
        expect(quantile(Math.min(a, b))).toBeLessThanOrEqual(quantile(Math.max(a, b)));
      }),
    );
  });

  it('counts as least as many values from buckets as there are, so that p-values keep their promise', () => {
    fc.assert(
      fc.property(durations, duration, (values, value) => {
        expect(fromBuckets(values).pAtLeast(value)).toBeGreaterThanOrEqual(distribution(values).pAtLeast(value));
        expect(fromBuckets(values).pAtMost(value)).toBeGreaterThanOrEqual(distribution(values).pAtMost(value));
      }),
    );
  });

  it('gives the p-values of its drawing', () => {
    for (const { pAtLeast, pAtMost } of [distribution([2, 2, 3, 9]), fromBuckets([2, 2, 3, 9])]) {
      expect([1, 2, 2.5, 9, 10].map(pAtLeast)).toEqual([1, 1, 3 / 5, 2 / 5, 1 / 5]);
      expect([1, 2, 2.5, 9, 10].map(pAtMost)).toEqual([1 / 5, 3 / 5, 3 / 5, 1, 1]);
    }
  });

  it('doubles the smaller p-value for both sides, up to 1', () => {
    const { pBeyond, tailP } = distribution([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([0, 1, 2, 5, 8, 9, 10].map(pBeyond)).toEqual([0.2, 0.4, 0.6, 1, 0.6, 0.4, 0.2]);
    expect([0, 5, 10].map((value) => tailP(value, 'both'))).toEqual(
      [0.2, 1, 0.2].map((p) => ({ p, guarantee: 'exact' })),
    );
  });

  it('extrapolates beyond all values, on either side', () => {
    const { tailP, pAtLeast } = distribution(narrow(500));
    expect(tailP(100.9, 'upper')).toEqual({ p: pAtLeast(100.9), guarantee: 'exact' });
    const above = tailP(103, 'upper');
    const below = tailP(97, 'lower');
    for (const { p, guarantee } of [above, below]) {
      expect(guarantee).toBe('extrapolated');
      expect(p).toBeLessThan(1e-3);
    }
    expect(tailP(103, 'both')).toEqual({ p: 2 * above.p, guarantee: 'extrapolated' });
    expect(tailP(97, 'both')).toEqual({ p: 2 * below.p, guarantee: 'extrapolated' });
    expect(tailP(103, 'lower')).toEqual({ p: 1, guarantee: 'exact' });
  });

  it('has tail p-values that never rise further out, and are never more than the conformal ones', () => {
    const history = fc.array(duration, { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(history, fc.array(fc.double({ min: -1e9, max: 1e10, noNaN: true })), (values, asked) => {
        const { tailP, pAtLeast, pAtMost } = distribution(values);
        const points = [...values, ...asked].toSorted((a, b) => a - b);
        const upper = points.map((value) => tailP(value, 'upper').p);
        const lower = points.map((value) => tailP(value, 'lower').p);
        expect(upper).toEqual(upper.toSorted((a, b) => b - a));
        expect(lower).toEqual(lower.toSorted((a, b) => a - b));
        for (const [index, value] of points.entries()) {
          expect(upper[index]).toBeLessThanOrEqual(pAtLeast(value));
          expect(lower[index]).toBeLessThanOrEqual(pAtMost(value));
        }
      }),
    );
  });

  it('has p-values that depend on neither the order nor, while exact, the unit and the zero of values', () => {
    const whole = fc.integer({ min: -99, max: 99 });
    fc.assert(
      fc.property(fc.array(whole, { minLength: 1, maxLength: 80 }), whole, (values, value) => {
        const { pAtLeast, pBeyond } = distribution(values);
        const inOtherOrder = distribution(values.toReversed());
        expect([pAtLeast(value), pBeyond(value)]).toEqual([inOtherOrder.pAtLeast(value), inOtherOrder.pBeyond(value)]);
        const inOtherUnit = distribution(values.map((one) => 1000 * one + 7));
        expect(inOtherUnit.pAtLeast(1000 * value + 7)).toBe(pAtLeast(value));
        const mirrored = distribution(values.map((one) => -one));
        expect(mirrored.pAtMost(-value)).toBe(pAtLeast(value));
      }),
    );
  });

  it('refuses no values, shares outside of 0 to 1, and NaN', () => {
    expect(() => distribution([])).toThrow('no distribution of no values');
    expect(() => fromBuckets([1]).quantile(1.5)).toThrow('not at 1.5');
    expect(() => distribution([1]).tailP(NaN, 'both')).toThrow('NaN');
  });
});
