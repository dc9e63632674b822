import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.ts';

const ps = fc.array(fc.oneof(fc.constantFrom(0.01, 0.02, 0.5, 1), fc.double({ min: 1e-9, max: 1, noNaN: true })), {
  maxLength: 30,
});

/** What is rejected at a level, by the definition of 1995: all up to the largest i with p₍ᵢ₎ <= i α / m. */
function rejectedAt(level: number, pValues: readonly number[]): boolean[] {
  const sorted = pValues.toSorted((a, b) => a - b);
  const last = sorted.findLast((p, index) => p <= ((index + 1) * level) / pValues.length);
  return pValues.map((p) => last !== undefined && p <= last);
}

describe('benjaminiHochberg', () => {
  // The example of Benjamini and Hochberg 1995, section 3.2, adjusted by scipy 1.17: stats.false_discovery_control.
  it('adjusts the published example', () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const adjusted = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875,
      0.75323077, 0.81321429, 1,
    ];
    for (const [index, q] of benjaminiHochberg(published).entries()) expect(q).toBeCloseTo(adjusted[index] ?? NaN, 8);
    expect(benjaminiHochberg(published).filter((q) => q <= 0.05).length).toBe(4);
  });

  it('rejects what the definition rejects, at every level', () => {
    fc.assert(
      fc.property(ps, fc.double({ min: 0.001, max: 1, noNaN: true }), (pValues, level) => {
        const qValues = benjaminiHochberg(pValues);
        fc.pre(qValues.every((q) => Math.abs(q - level) > 1e-12));
        expect(qValues.map((q) => q <= level)).toEqual(rejectedAt(level, pValues));
      }),
    );
  });

  it('keeps to the order given, never falls below p, and never exceeds 1', () => {
    fc.assert(
      fc.property(ps, (pValues) => {
        const qValues = benjaminiHochberg(pValues);
        expect(benjaminiHochberg(pValues.toReversed())).toEqual(qValues.toReversed());
        for (const [index, p] of pValues.entries()) {
          expect(qValues[index]).toBeGreaterThanOrEqual(p);
          expect(qValues[index]).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('has nothing to say about nothing', () => {
    expect(benjaminiHochberg([])).toEqual([]);
  });
});
