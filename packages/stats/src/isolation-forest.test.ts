import fc from 'fast-check';
import { mean, sampleRankCorrelation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { isolationForest, type IsolationForestOptions } from './isolation-forest.ts';
import { scikitLearnScores } from './isolation-forest.test-support.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * 400 rows of six figures, each the sum of twelve uniform ones, and the first 20 twice as wide. The last figure nearly
 * repeats the first. Only sums and products, so that another language makes the same rows to the last bit.
 */
const widerRows = 20;
const rows = ((): number[][] => {
  const random = seededRandom(1);
  return Array.from({ length: 400 }, (_, i) => {
    const row = Array.from({ length: 6 }, () => {
      let sum = 0;
      for (let j = 0; j < 12; j++) sum += random();
      return (sum - 6) * (i < widerRows ? 2 : 1);
    });
    return row.with(5, row[0] + row[5] / 4);
  });
})();

const scoresOf = (all: readonly number[][], options?: IsolationForestOptions): number[] => {
  const forest = isolationForest(all, options);
  return all.map((row) => forest.score(row));
};
const meanDifference = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, score, i) => sum + Math.abs(score - b[i]), 0) / a.length;

/** The share of pairs of a wide and a usual row in which the wide one scores higher. */
function auc(scores: readonly number[]): number {
  const usual = scores.slice(widerRows);
  const pairs = scores.slice(0, widerRows).flatMap((wide) => usual.map((one) => Number(wide > one)));
  return pairs.reduce((sum, higher) => sum + higher, 0) / pairs.length;
}

describe('isolationForest', () => {
  it('agrees with scikit-learn as well as two of its seeds agree with each other', () => {
    const [first, second] = scikitLearnScores;
    const pairs = [0, 1, 2, 3, 4].flatMap((seed) => {
      const ours = scoresOf(rows, { seed });
      return scikitLearnScores.map((theirs) => ({ ours, theirs }));
    });
    const correlation = mean(pairs.map(({ ours, theirs }) => sampleRankCorrelation(ours, theirs)));
    const difference = mean(pairs.map(({ ours, theirs }) => meanDifference(ours, theirs)));
    expect(correlation).toBeGreaterThan(sampleRankCorrelation(first, second) - 0.01);
    expect(difference).toBeLessThan(1.1 * meanDifference(first, second));
  });

  it('finds wider rows as well as scikit-learn does', () => {
    const theirs = mean(scikitLearnScores.map(auc));
    for (let seed = 0; seed < 5; seed++) expect(Math.abs(auc(scoresOf(rows, { seed })) - theirs)).toBeLessThan(0.03);
  });

  it('is the same for the same seed, another for another', () => {
    expect(scoresOf(rows, { seed: 3, trees: 10 })).toEqual(scoresOf(rows, { seed: 3, trees: 10 }));
    expect(scoresOf(rows, { seed: 3, trees: 10 })).not.toEqual(scoresOf(rows, { seed: 4, trees: 10 }));
  });

  // Liu, Ting & Zhou, section 2: s -> 1 for a path of 0, 0.5 for the mean path, 0 for the longest.
  it('scores what one split tells from all others 2^(−1 / c(n)) at least', () => {
    const usual = Array.from({ length: 255 }, () => [0]);
    const forest = isolationForest([...usual, [1]]);
    const c = 2 * (Math.log(255) + 0.5772156649015329) - (2 * 255) / 256;
    expect(forest.score([1])).toBeCloseTo(2 ** (-1 / c), 12);
    expect(forest.score([0])).toBeLessThan(0.5);
  });

  it('scores rows that are all alike 0.5', () => {
    for (const alike of [Array.from({ length: 50 }, () => [4, 2]), rows.map(() => [NaN]), [[1]], [[], []]])
      for (const score of scoresOf(alike)) expect(score).toBeCloseTo(0.5, 12);
  });

  it('lets a missing figure isolate no row, and uses what is there', () => {
    const some = rows.map((row, i) => (i % 3 === 0 ? row.with(0, NaN) : row));
    const forest = isolationForest(some);
    const usual = [0, 0, 0, 0, 0, 0];
    expect(forest.score(usual.with(0, NaN))).toBeLessThan(0.5);
    expect(forest.score([NaN, NaN, NaN, NaN, NaN, NaN])).toBeLessThan(0.5);
    expect(forest.score([NaN, 9, -9, 9, -9, 9])).toBeGreaterThan(0.7);
  });

  it('lies within 0 and 1 and follows scale and shift of any feature, within what rounding moves', () => {
    const figure = fc.oneof(fc.constant(NaN), fc.integer({ min: -1000, max: 1000 }));
    const table = fc.array(fc.tuple(figure, figure, figure), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(table, fc.integer(), (all, seed) => {
        const scores = scoresOf(
          all.map((row) => [...row]),
          { seed, trees: 5 },
        );
        // Powers of two: exact.
        const scaled = scoresOf(
          all.map(([a, b, c]) => [a * 4, b / 8, c]),
          { seed, trees: 5 },
        );
        expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
        expect(scaled).toEqual(scores);
      }),
    );
  });

  it('holds with the whole range of a double', () => {
    const [least, , most] = scoresOf([[-Number.MAX_VALUE], [0], [Number.MAX_VALUE]]);
    expect([least, most].every((score) => score > 0 && score < 1)).toBe(true);
  });

  it('refuses no rows, rows of unequal length, infinity and empty forests', () => {
    expect(() => isolationForest([])).toThrow('at least one row');
    expect(() => isolationForest([[1], [1, 2]])).toThrow('1 figures, not 2');
    expect(() => isolationForest([[1, 2]]).score([1])).toThrow('2 figures, not 1');
    expect(() => isolationForest([[1, -Infinity]])).toThrow('Figure 1 of a row is infinite');
    expect(() => isolationForest([[1]], { trees: 0 })).toThrow('not 0 of 256');
  });
});
