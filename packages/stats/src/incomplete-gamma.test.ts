import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteGamma } from './incomplete-gamma.ts';

describe('incompleteGamma', () => {
  // scipy 1.17: special.gammainc, special.gammaincc
  it.each([
    [0.5, 0.1, 0.34527915398142317, 0.6547208460185768, 1e-13],
    [0.5, 10, 0.999992255783569, 7.744216431044088e-6, 1e-13],
    [1, 2, 0.8646647167633873, 0.1353352832366127, 1e-13],
    [3, 2, 0.32332358381693654, 0.6766764161830634, 1e-13],
    [100, 80, 0.0171083130351331, 0.9828916869648668, 1e-12],
    [100, 140, 0.9998389428252874, 0.00016105717471255715, 1e-12],
    [10_000, 10_100, 0.8413487504471796, 0.15865124955282037, 1e-11],
    [1e7, 1e7 + 1e4, 0.9992147465653944, 0.0007852534346056285, 1e-7],
  ])('of %d at %d is %d and %d', (shape, x, below, above, tolerance) => {
    const shares = incompleteGamma(shape, x);
    expect(Math.abs(shares.below / below - 1)).toBeLessThan(tolerance);
    expect(Math.abs(shares.above / above - 1)).toBeLessThan(tolerance);
  });

  it('goes from 0 to 1', () => {
    expect(incompleteGamma(2, 0)).toEqual({ below: 0, above: 1 });
    expect(incompleteGamma(2, Infinity)).toEqual({ below: 1, above: 0 });
  });

  it('rises with x', () => {
    const x = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), x, x, (shape, a, b) => {
        const low = incompleteGamma(shape, Math.min(a, b)).below;
        expect(low).toBeLessThanOrEqual(incompleteGamma(shape, Math.max(a, b)).below + 1e-13);
      }),
    );
  });

  it('refuses what it is not defined for', () => {
    expect(() => incompleteGamma(0, 1)).toThrow('no incomplete gamma function of 0 at 1');
    expect(() => incompleteGamma(1, NaN)).toThrow('at NaN');
  });
});
