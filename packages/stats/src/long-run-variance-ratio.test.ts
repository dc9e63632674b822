import { describe, expect, it } from 'vitest';
import { longRunVarianceRatio } from './long-run-variance-ratio.ts';
import { normalQuantile } from './normal-quantile.ts';
import { seededRandom } from './seeded-random.ts';

/** Scores with a given correlation of neighbours, and a variance of 1. */
function dependent(correlation: number, length: number): Float64Array {
  const random = seededRandom(7);
  let score = 0;
  return Float64Array.from({ length }, () => {
    const fresh = normalQuantile((random() * 2 ** 32 + 0.5) / 2 ** 32);
    return (score = correlation * score + Math.sqrt(1 - correlation ** 2) * fresh);
  });
}

describe('longRunVarianceRatio', () => {
  // For an AR(1) process the variance of the mean of n values tends to (1 + ρ) / (1 − ρ) / n.
  it.each([0, 0.3, 0.6, 0.9])('is (1 + ρ) / (1 − ρ) of scores with ρ = %d', (correlation) => {
    const expected = (1 + correlation) / (1 - correlation);
    const ratio = longRunVarianceRatio(dependent(correlation, 100_000));
    expect(Math.abs(ratio / expected - 1)).toBeLessThan(0.03);
  });

  it('is hardly touched by a change of level', () => {
    const scores = dependent(0.3, 1000);
    const changed = scores.map((score, index) => score + (index < 500 ? 0 : 3));
    expect(Math.abs(longRunVarianceRatio(changed) / longRunVarianceRatio(scores) - 1)).toBeLessThan(0.05);
  });

  it('is 1 at the least, for scores that alternate, are equal or too few, and 199 at the most, for a trend', () => {
    for (const scores of [[1, -1, 1, -1, 1], [0, 0, 0, 0], [1], []])
      expect(longRunVarianceRatio(Float64Array.from(scores))).toBe(1);
    expect(longRunVarianceRatio(Float64Array.from({ length: 100 }, (_, index) => index / 50))).toBeCloseTo(199, 9);
  });
});
