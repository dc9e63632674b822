import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalScores } from './normal-scores.ts';

const lists = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 })), { maxLength: 60 });

describe('normalScores', () => {
  // scipy 1.10: scipy.stats.norm.ppf(scipy.stats.rankdata(values) / (len(values) + 1))
  it('gives the scores of scipy, ties sharing the mean of their ranks', () => {
    expect([...normalScores([3, 1, 4, 1, 5, 9, 2, 6])].map((score) => Number(score.toFixed(6)))).toEqual([
      -0.13971, -0.967422, 0.13971, -0.967422, 0.430727, 1.22064, -0.430727, 0.76471,
    ]);
  });

  it('has nothing to say of nothing, and 0 of a value alone or of equal values', () => {
    expect([...normalScores([])]).toEqual([]);
    expect([...normalScores([7])]).toEqual([0]);
    expect([...normalScores([7, 7, 7])]).toEqual([0, 0, 0]);
  });

  it('depends on the order of values alone: infinity is the largest and no more', () => {
    expect(normalScores([1, 2, Infinity, -Infinity])).toEqual(normalScores([10, 11, 12, -3]));
    expect(normalScores([0, -0])).toEqual(normalScores([5, 5]));
    fc.assert(
      fc.property(lists, (values) => {
        expect(normalScores(values.map((value) => Math.atan(value / 1e9)))).toEqual(
          normalScores(values.map((value) => 3 * Math.atan(value / 1e9))),
        );
      }),
    );
  });

  it('keeps order, and mirrors where all is negated', () => {
    fc.assert(
      fc.property(lists, (values) => {
        const scores = normalScores(values);
        const mirrored = normalScores(values.map((value) => -value));
        for (const [i, score] of scores.entries()) expect(mirrored[i]).toBeCloseTo(-score, 12);
        for (const [i, value] of values.entries())
          for (const [j, other] of values.entries()) expect(scores[i] < scores[j]).toBe(value < other);
      }),
    );
  });

  it('refuses NaN by its place', () => {
    expect(() => normalScores([1, NaN])).toThrow('Value 1 is NaN');
  });
});
