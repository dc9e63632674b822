import { distributionOf, addToHistogram, addToSample, emptyHistogram, type BottomKSample } from '@faultline/stats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, empirical, exponential, lognormal, uniform, type QuantileFunction } from './durations.ts';
import { normalQuantile } from './normal-quantile.ts';

// CPython 3.13, statistics.NormalDist().inv_cdf.
it.for([
  [1e-300, -37.0470962993612],
  [1e-10, -6.361340902404056],
  [1e-5, -4.2648907939228256],
  [0.001, -3.090232306167813],
  [0.02425, -1.9729610513118845],
  [0.074, -1.4466320671589785],
  [0.075, -1.4395314709384557],
  [0.076, -1.4325027208258114],
  [0.3, -0.5244005127080407],
  [0.5, 0],
  [0.9, 1.2815515655446008],
  [0.975, 1.9599639845400536],
  [0.99999, 4.26489079392384],
] as const)('the normal quantile of %d is %d', ([share, z]) => {
  expect(Math.abs(normalQuantile(share) - z)).toBeLessThanOrEqual(2e-15 * Math.max(1, Math.abs(z)));
});

describe('a distribution', () => {
  const samples: Record<string, QuantileFunction> = {
    constant: constant(4),
    uniform: uniform(2, 6),
    exponential: exponential(4),
    lognormal: lognormal({ p50: 4, p95: 9 }),
    empirical: empirical([9, 1, 4]),
  };

  it.for(Object.entries(samples))('that is %s never decreases', ([, quantile]) => {
    const share = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        expect(quantile(Math.min(a, b))).toBeLessThanOrEqual(quantile(Math.max(a, b)));
      }),
    );
  });

  it('has the quantiles that it was given or that follow from them', () => {
    expect(samples['constant'](0.9)).toBe(4);
    expect(samples['uniform'](0.25)).toBe(3);
    expect(samples['exponential'](0.5)).toBeCloseTo(4 * Math.LN2, 12);
    expect(samples['lognormal'](0.5)).toBe(4);
    expect(samples['lognormal'](0.95)).toBeCloseTo(9, 12);
    expect([0, 0.25, 0.5, 1].map(samples['empirical'])).toEqual([1, 2.5, 4, 9]);
    expect(empirical([3])(0.7)).toBe(3);
  });

  it('of a sample is the one that baselines learn', () => {
    const values = [5, 3, 8, 8, 1, 13];
    const histogram = emptyHistogram();
    const sample: BottomKSample = [];
    for (const [key, value] of values.entries()) {
      addToHistogram(histogram, value);
      addToSample(sample, String(key), value);
    }
    const learned = distributionOf({ histogram, values: sample.map(([, value]) => value) }).quantile;
    // Type 7 at the shares that stand for a value; in between, stats rounds to one of the two middle values.
    for (const rank of values.keys()) {
      expect(empirical(values)(rank / 5)).toBe(values.toSorted((a, b) => a - b)[rank]);
    }
    expect(learned(0.95)).toBeGreaterThan(learned(0.5));
  });

  it.for([
    () => uniform(2, 1),
    () => exponential(-1),
    () => lognormal({ p50: 0, p95: 1 }),
    () => lognormal({ p50: 2, p95: 1 }),
    () => empirical([]),
    () => empirical([1, NaN]),
    () => empirical([Infinity]),
    () => constant(-1),
    () => constant(NaN),
  ])('is refused if it is none: %s', (make) => {
    expect(make).toThrow(RangeError);
  });
});
