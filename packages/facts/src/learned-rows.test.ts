import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToRows, areRowsOf, mostRecentRows, mostSampledRows, type LearnedRow } from './learned-rows.ts';

const row = fc
  .record({ hash: fc.nat(400), startMs: fc.nat(400), metric: fc.constantFrom(1, 2, Number.NaN) })
  .map(({ hash, startMs, metric }): LearnedRow => [hash, 0, startMs, 1, 0, 0, metric]);
const rows = fc.array(row, { maxLength: 700, size: 'max' });

/** NaN comes before every number. */
const inOrder = (a: LearnedRow, b: LearnedRow, from: readonly number[]): number => {
  for (const at of from) {
    const [one = 0, other = 0] = [a[at], b[at]].map((value) => (Number.isNaN(value) ? -1 : value));
    if (one !== other) return one - other;
  }
  return 0;
};
const byHash = (a: LearnedRow, b: LearnedRow): number => inOrder(a, b, [0, 2, 6]);
const byTime = (a: LearnedRow, b: LearnedRow): number => inOrder(a, b, [2, 0, 6]);

describe('sampled and recent rows', () => {
  it('are those with the smallest hashes, and the latest of the others, whatever their order', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const sample: LearnedRow[] = [];
        const recent: LearnedRow[] = [];
        for (const one of all) addToRows({ sample, recent }, one);
        const inOrderOfHash = all.toSorted(byHash);
        expect(sample).toEqual(inOrderOfHash.slice(0, mostSampledRows));
        expect(recent).toEqual(inOrderOfHash.slice(mostSampledRows).toSorted(byTime).slice(-mostRecentRows));
        expect(areRowsOf(all.length, { sample, recent })).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
