import { describe, expect, it } from 'vitest';
import { extraTrees, extraTreesProbability } from './extra-trees.ts';
import { seededRandom } from './seeded-random.ts';

/** Points in the unit square; positive where exactly one coordinate is above a half, which no single figure tells. */
function exclusiveOr(count: number, seed: number): { rows: number[][]; labels: boolean[] } {
  const random = seededRandom(seed);
  const rows = Array.from({ length: count }, () => [random(), random(), random()]);
  return { rows, labels: rows.map(([x, y]) => x > 0.5 !== y > 0.5) };
}

const errorRate = (trees: ReturnType<typeof extraTrees>, { rows, labels }: ReturnType<typeof exclusiveOr>): number =>
  rows.filter((row, i) => extraTreesProbability(trees, row) > 0.5 !== labels[i]).length / rows.length;

describe('what it learns', () => {
  it('is what two figures tell only together', () => {
    const { rows, labels } = exclusiveOr(400, 1);
    expect(errorRate(extraTrees(rows, labels), exclusiveOr(1000, 2))).toBeLessThan(0.1);
  });
  it('is the share of positive rows where there is nothing to split by', () => {
    const trees = extraTrees([[1], [1], [1], [1]], [true, false, false, false], { leafSize: 1 });
    expect(extraTreesProbability(trees, [7])).toBe(0.25);
  });
  it('is exact where every leaf may have one row and figures differ', () => {
    const rows = [[1], [2], [3], [4], [5], [6]];
    const labels = [true, false, false, true, true, false];
    const trees = extraTrees(rows, labels, { leafSize: 1, tried: 1 });
    expect(rows.map((row) => extraTreesProbability(trees, row) === 1)).toEqual(labels);
  });
});

it('keeps leaves of the size asked for: a single odd row is not told apart', () => {
  const rows = Array.from({ length: 20 }, (_, i) => [i]);
  const trees = extraTrees(
    rows,
    rows.map(([x]) => x === 19),
    { leafSize: 5 },
  );
  expect(extraTreesProbability(trees, [19])).toBeLessThanOrEqual(0.2);
});

it('grows the same trees of the same seed, and reads them back from JSON', () => {
  const { rows, labels } = exclusiveOr(100, 3);
  const trees = extraTrees(rows, labels, { seed: 5, trees: 10 });
  expect(extraTrees(rows, labels, { seed: 5, trees: 10 })).toEqual(trees);
  expect(extraTrees(rows, labels, { seed: 6, trees: 10 })).not.toEqual(trees);
  const read = JSON.parse(JSON.stringify(trees)) as typeof trees;
  expect(rows.map((row) => extraTreesProbability(read, row))).toEqual(
    rows.map((row) => extraTreesProbability(trees, row)),
  );
});

it('refuses no rows, rows of several lengths and missing labels', () => {
  expect(() => extraTrees([], [])).toThrow(RangeError);
  expect(() => extraTrees([[1], [1, 2]], [true, false])).toThrow(RangeError);
  expect(() => extraTrees([[1], [2]], [true])).toThrow(
    'Trees are grown of rows of one length with a label each, not 2 and 1.',
  );
});
