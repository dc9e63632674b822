import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cusum } from './cusum.ts';
import { normalQuantile } from './normal-quantile.ts';
import { seededRandom } from './seeded-random.ts';

/** Standard normal scores, shifted, without end. */
function* normals(seed: number, shift = 0): Generator<number, never> {
  const random = seededRandom(seed);
  for (;;) yield shift + normalQuantile((random() * 4294967296 + 0.5) / 4294967296);
}

/** Run lengths until the first alarm: their mean, and its standard error. */
function runLength(shift: number, runs: number): { mean: number; standardError: number } {
  const lengths = Array.from({ length: runs }, (_, seed) => (cusum(normals(seed, shift))?.index ?? NaN) + 1);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / runs;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (runs - 1);
  return { mean, standardError: Math.sqrt(variance / runs) };
}

/** D. Siegmund, "Sequential analysis", 1985: the run length of a one-sided chart. */
function siegmund(shift: number, reference: number, threshold: number): number {
  const drift = shift - reference;
  const height = threshold + 1.166;
  return (Math.exp(-2 * drift * height) + 2 * drift * height - 1) / (2 * drift ** 2);
}

describe('cusum', () => {
  // D. C. Montgomery, "Introduction to statistical quality control", table of ARLs for k = 1/2 and h = 5.
  it.each([
    [0, 465, 2000],
    [0.5, 38, 2000],
    [1, 10.4, 4000],
    [2, 4.01, 4000],
  ])('takes the published mean time to an alarm for a shift of %d: %d scores', (shift, published, runs) => {
    const { mean, standardError } = runLength(shift, runs);
    expect(Math.abs(mean - published)).toBeLessThan(4 * standardError + 0.005 * published);
  });

  it('agrees with the approximation of Siegmund to 3 %', () => {
    const twoSided = siegmund(0, 0.5, 5) / 2;
    expect(Math.abs(runLength(0, 2000).mean / twoSided - 1)).toBeLessThan(0.03 + 4 / Math.sqrt(2000));
  });

  // The same book, example of a tabular CUSUM: mean 10 for 20 values, then 11. Alarm at period 29, seven after the shift.
  it('finds the shift of the published example', () => {
    const values = [
      9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62,
      10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
    ];
    expect(cusum(values.map((value) => value - 10))).toEqual({ index: 28, startIndex: 22, direction: 'up' });
  });

  it('gives no alarm at the threshold, one above it', () => {
    expect(cusum([5.5])).toBeUndefined();
    expect(cusum([5.5, 0.5])).toBeUndefined();
    expect(cusum([5.5, 0.75])).toEqual({ index: 1, startIndex: 0, direction: 'up' });
    expect(cusum([])).toBeUndefined();
  });

  it('mirrors: what is up for scores is down for their negatives', () => {
    const scores = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(scores, (all) => {
        const alarm = cusum(all);
        const mirrored = cusum(all.map((score) => -score));
        expect(mirrored).toEqual(alarm && { ...alarm, direction: alarm.direction === 'up' ? 'down' : 'up' });
      }),
    );
  });

  it('is what the maximal sum over all pasts says', () => {
    const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 30 });
    fc.assert(
      fc.property(scores, (all) => {
        const index = all.findIndex((_, end) =>
          all.slice(0, end + 1).some((__, start) => {
            const sums = all.slice(start, end + 1);
            const up = sums.reduce((sum, score) => sum + score - 0.5, 0);
            const down = sums.reduce((sum, score) => sum - score - 0.5, 0);
            return Math.max(up, down) > 5;
          }),
        );
        expect(cusum(all)?.index).toBe(index === -1 ? undefined : index);
      }),
    );
  });

  it('refuses NaN by its place', () => {
    expect(() => cusum([0, NaN])).toThrow('Score 1 is NaN');
  });
});
