import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta } from './incomplete-beta.ts';

describe('incompleteBeta', () => {
  // scipy 1.17: special.betainc, special.betaincc
  it.each([
    [0.5, 2, 3, 0.6875, 0.3125, 1e-13],
    [0.001, 1, 200, 0.1813511705213643, 0.8186488294786357, 1e-13],
    [0.3, 0.5, 0.5, 0.36901011956554536, 0.6309898804344546, 1e-13],
    [0.9, 10, 1, 0.34867844010000004, 0.6513215599, 1e-13],
    [1e-6, 0.01, 3, 0.8840715744785558, 0.11592842552144411, 1e-13],
    [0.52, 5000, 5000, 0.9999685290836797, 3.147091632030982e-5, 1e-11],
    [0.0101, 1e4, 1e6, 0.9777875433046725, 0.022212456695327516, 1e-8],
  ])('at %d of %d and %d is %d and %d', (x, a, b, below, above, tolerance) => {
    const shares = incompleteBeta(x, a, b);
    expect(Math.abs(shares.below / below - 1)).toBeLessThan(tolerance);
    expect(Math.abs(shares.above / above - 1)).toBeLessThan(tolerance);
  });

  it('mirrors: I_x(a, b) = 1 - I_(1-x)(b, a)', () => {
    const parameter = fc.double({ min: 0.05, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1024 }), parameter, parameter, (numerator, a, b) => {
        const x = numerator / 1024;
        expect(incompleteBeta(x, a, b).below).toBeCloseTo(incompleteBeta(1 - x, b, a).above, 12);
      }),
    );
  });

  it('refuses what it is not defined for', () => {
    expect(() => incompleteBeta(1.5, 1, 1)).toThrow('at 1.5');
    expect(() => incompleteBeta(0.5, 0, 1)).toThrow('of 0 and 1');
  });
});
