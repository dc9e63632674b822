import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { simes } from './simes.ts';

const ps = fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('simes', () => {
  it('takes the smallest of m p / i', () => {
    expect(simes([0.01, 0.04, 0.6])).toBeCloseTo(0.03, 15);
    expect(simes([0.03, 0.03, 0.03])).toBe(0.03);
    expect(simes([0.2])).toBe(0.2);
    expect(simes([])).toBe(1);
  });

  it('is the smallest q-value of Benjamini and Hochberg, whatever the order', () => {
    fc.assert(
      fc.property(ps, (all) => {
        expect(simes(all)).toBe(Math.min(...benjaminiHochberg(all)));
        expect(simes(all.toReversed())).toBe(simes(all));
      }),
    );
  });

  it('lies between the smallest p-value and m times it', () => {
    fc.assert(
      fc.property(ps, (all) => {
        const least = Math.min(...all);
        expect(simes(all)).toBeGreaterThanOrEqual(least);
        expect(simes(all)).toBeLessThanOrEqual(all.length * least);
      }),
    );
  });
});
