import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExact } from './fisher-exact.ts';

const small = fc.nat(12);

describe('fisherExact', () => {
  // scipy 1.17: stats.fisher_exact
  it.each([
    [8, 2, 1, 5, 0.024475524475524483, 0.9991258741258742, 0.034965034965034975],
    [3, 1, 1, 3, 0.24285714285714283, 0.9857142857142858, 0.48571428571428565],
    [0, 5, 3, 2, 1, 0.08333333333333333, 0.16666666666666666],
    [100, 200, 300, 400, 0.9981650411335945, 0.002869938450434596, 0.004875591197626994],
    [12, 5, 29, 2, 0.9945252060218822, 0.04455473783507688, 0.08026855207410463],
    [5000, 100_000, 5300, 100_000, 0.9980920034299727, 0.002034428944800881, 0.003980815618623512],
    [1, 0, 0, 0, 1, 1, 1],
  ])('of %i, %i, %i, %i is %d, %d, %d', (a, b, c, d, greater, less, twoSided) => {
    const test = fisherExact(a, b, c, d);
    expect(Math.abs(test.greater / greater - 1)).toBeLessThan(1e-8);
    expect(Math.abs(test.less / less - 1)).toBeLessThan(1e-8);
    expect(Math.abs(test.twoSided / twoSided - 1)).toBeLessThan(1e-8);
  });

  it('of the lady tasting tea is 1/70', () => {
    expect(fisherExact(4, 0, 0, 4).greater).toBeCloseTo(1 / 70, 14);
  });

  it('does not depend on which way the table is turned', () => {
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        const { greater, less, twoSided } = fisherExact(a, b, c, d);
        expect(fisherExact(a, c, b, d).greater).toBeCloseTo(greater, 12);
        expect(fisherExact(d, c, b, a).greater).toBeCloseTo(greater, 12);
        expect(fisherExact(b, a, d, c).less).toBeCloseTo(greater, 12);
        expect(fisherExact(b, a, d, c).twoSided).toBeCloseTo(twoSided, 12);
        expect(Math.min(greater, less)).toBeGreaterThan(0);
        expect(greater + less).toBeGreaterThan(1 - 1e-12);
      }),
    );
  });

  it('refuses what are no counts', () => {
    expect(() => fisherExact(1, 2, 3, -1)).toThrow('are no counts');
    expect(() => fisherExact(1, 2, 3, 0.5)).toThrow('are no counts');
  });
});
