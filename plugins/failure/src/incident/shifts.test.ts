import { seededRandom } from '@faultline/stats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longerP, shareP } from './shifts.ts';

const times = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('longerP', () => {
  it('is small for times far above those before, and near one half for the same', () => {
    expect(longerP([5, 6, 5, 7], [2000, 1990], 1)).toBeLessThan(1e-4);
    expect(longerP([5, 6, 5, 7], [5, 6, 5, 7], 1)).toBeCloseTo(0.5, 9);
  });

  it('is not convinced by a slight shift, however many values show it', () => {
    const random = seededRandom(1);
    const values = (scale: number): number[] => Array.from({ length: 2000 }, () => scale * (1 + random() / 10));
    expect(longerP(values(100), values(140), 1)).toBeGreaterThan(0.2);
  });

  it('is convinced by the same shift where earlier windows never drifted', () => {
    const random = seededRandom(1);
    const values = (count: number, scale: number): number[] =>
      Array.from({ length: count }, () => scale * (1 + random() / 10));
    expect(longerP(values(2000, 100), values(10, 140), 1)).toBeLessThan(0.02);
  });

  it('takes no notice of what is negligible', () => {
    expect(longerP([0.01, 0.01, 0.01], [0.2, 0.2, 0.2], 10)).toBeGreaterThan(0.4);
  });

  it('is a probability, and never rises when times get longer', () => {
    fc.assert(
      fc.property(times, times, fc.double({ min: 1, max: 100, noNaN: true }), (before, during, factor) => {
        const p = longerP(before, during, 1);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(
          longerP(
            before,
            during.map((value) => value * factor),
            1,
          ),
        ).toBeLessThanOrEqual(p + 1e-12);
      }),
    );
  });
});

describe('shareP', () => {
  it('is small where a share turns over, in either direction', () => {
    expect(shareP({ count: 40, of: 40 }, { count: 3, of: 60 })).toBeLessThan(1e-5);
    expect(shareP({ count: 0, of: 40 }, { count: 60, of: 60 })).toBeLessThan(1e-5);
  });

  it('is large where a share only drifts, however many there are', () => {
    expect(shareP({ count: 150, of: 500 }, { count: 200, of: 500 })).toBeGreaterThan(0.5);
  });

  it('is large where there are few', () => {
    expect(shareP({ count: 1, of: 1 }, { count: 0, of: 1 })).toBeCloseTo(1, 9);
  });
});
