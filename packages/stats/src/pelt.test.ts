import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pelt } from './pelt.ts';

const scores = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 12 });

/** What a partition costs, from the definition. */
function costOf(values: readonly number[], changes: readonly number[], penalty: number): number {
  const bounds = [0, ...changes, values.length];
  let cost = penalty * changes.length;
  for (let i = 1; i < bounds.length; i++) {
    const segment = values.slice(bounds[i - 1], bounds[i]);
    const mean = segment.reduce((sum, value) => sum + value, 0) / segment.length;
    for (const value of segment) cost += (value - mean) ** 2;
  }
  return cost;
}

/** The least cost of all partitions: one for each subset of the places between two values. */
function leastCost(values: readonly number[], penalty: number, minimumLength: number): number {
  let least = Infinity;
  for (let subset = 0; subset < 2 ** (values.length - 1); subset++) {
    const changes = values.map((_, i) => i).filter((i) => i > 0 && (subset >> (i - 1)) % 2 === 1);
    const bounds = [0, ...changes, values.length];
    if (bounds.every((bound, i) => i === 0 || bound - bounds[i - 1] >= minimumLength))
      least = Math.min(least, costOf(values, changes, penalty));
  }
  return least;
}

describe('pelt', () => {
  it('finds the changes of its drawing', () => {
    expect(pelt(Float64Array.of(0, 0, 0, 3, 3, 3), 2, 1)).toEqual([3]);
    expect(pelt(Float64Array.of(0, 0, 0, 3, 3, 3), 13, 1)).toEqual([3]);
    expect(pelt(Float64Array.of(0, 0, 0, 3, 3, 3), 14, 1)).toEqual([]);
  });

  it('costs as little as the best of all partitions', () => {
    const penalties = fc.double({ min: 0.01, max: 20, noNaN: true });
    fc.assert(
      fc.property(scores, penalties, fc.integer({ min: 1, max: 4 }), (values, penalty, minimumLength) => {
        fc.pre(values.length >= minimumLength);
        const changes = pelt(Float64Array.from(values), penalty, minimumLength);
        const bounds = [0, ...changes, values.length];
        expect(bounds.every((bound, i) => i === 0 || bound - bounds[i - 1] >= minimumLength)).toBe(true);
        expect(costOf(values, changes, penalty)).toBeCloseTo(leastCost(values, penalty, minimumLength), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('finds every step of a long staircase', () => {
    const staircase = Float64Array.from({ length: 20_000 }, (_, i) => Math.floor(i / 100) % 7);
    expect(pelt(staircase, 10, 5)).toEqual(Array.from({ length: 199 }, (_, i) => 100 * (i + 1)));
  });

  it('has no change in too few scores', () => {
    expect(pelt(new Float64Array(), 1, 5)).toEqual([]);
    expect(pelt(Float64Array.of(0, 0, 0, 9, 9), 1, 5)).toEqual([]);
  });
});
