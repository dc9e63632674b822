import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonLength } from './season-length.ts';
import { seededRandom } from './seeded-random.ts';

const random = seededRandom(1);
const noise = Array.from({ length: 600 }, () => random() - 0.5);
const wave = (season: number): number[] => noise.map((one, at) => Math.sin((2 * Math.PI * at) / season) + one);

describe('seasonLength', () => {
  it('finds after how many values a series repeats itself', () => {
    expect(seasonLength([3, 5, 9, 3, 5, 9, 3, 5, 9, 3, 5, 9])).toBe(3);
    // Of a smooth wave in noise, neighbouring lags, and multiples, are nearly as good.
    for (const season of [24, 60, 200]) {
      const found = seasonLength(wave(season)) ?? NaN;
      expect(Math.abs(found / season - Math.round(found / season)) * season).toBeLessThan(season / 10);
    }
  });

  it('is not misled by an outlier', () => {
    expect(seasonLength(wave(60).with(100, 1e9))).toBe(seasonLength(wave(60)));
  });

  it('finds none in noise, in a trend, in what is always the same, or was not seen twice', () => {
    expect(seasonLength(noise)).toBeUndefined();
    expect(seasonLength(noise.map((one, at) => at / 10 + one))).toBeUndefined();
    expect(seasonLength(noise.map(() => 7))).toBeUndefined();
    expect(seasonLength(wave(400))).toBeUndefined();
    expect(seasonLength([])).toBeUndefined();
  });

  it('follows scale and shift, and finds the exact length of what repeats without noise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 40 }), fc.nat(1000), (season, seed) => {
        const one = seededRandom(seed);
        const shape = Array.from({ length: season }, one);
        const values = Array.from({ length: 4 * season }, (_, at) => shape[at % season] ?? 0);
        const found = seasonLength(values) ?? NaN;
        expect(found % season).toBe(0);
        expect(seasonLength(values.map((value) => 8 * value + 16))).toBe(found);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses NaN', () => {
    expect(() => seasonLength([1, NaN])).toThrow('NaN');
  });
});
