import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestSubset } from './subset-search.ts';

const everything = { most: Infinity, leastGain: 0 };
/** Gains of each alone, and of pairs on top. */
const gainsOf =
  (alone: readonly number[], together: ReadonlyMap<string, number> = new Map()) =>
  (set: readonly number[]): number =>
    set.reduce(
      (sum, at, place) =>
        sum + alone[at] + set.slice(0, place).reduce((more, other) => more + (together.get(`${other},${at}`) ?? 0), 0),
      0,
    );

describe('bestSubset', () => {
  it('finds pairs that gain nothing alone', () => {
    const found = bestSubset(3, gainsOf([1, 0, 0], new Map([['1,2', 5]])), { ...everything, most: 2 });
    expect(found).toMatchObject({ set: [1, 2], gain: 5, kind: 'exhaustive' });
  });

  it('leaves out what hurts, and of equals takes the smaller set', () => {
    expect(bestSubset(3, gainsOf([2, -1, 0]), everything)).toMatchObject({ set: [0], gain: 2, allGain: 1 });
    expect(bestSubset(2, gainsOf([-1, -2]), everything)).toMatchObject({ set: [], gain: 0 });
    expect(bestSubset(0, () => 0, everything)).toMatchObject({ set: [], tried: 1 });
  });

  it('leaves out what adds less than it has to', () => {
    expect(bestSubset(3, gainsOf([5, 1, 0.5]), { most: Infinity, leastGain: 1 })).toMatchObject({
      set: [0, 1],
      gain: 6,
    });
  });

  it('is the best of all sets, by trying all of them, also with a beam where gains add up', () => {
    const gains = fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(gains, fc.integer({ min: 1, max: 12 }), (alone, most) => {
        const best = alone
          .filter((gain) => gain > 0)
          .toSorted((a, b) => b - a)
          .slice(0, most)
          .reduce((sum, gain) => sum + gain, 0);
        const found = bestSubset(alone.length, gainsOf(alone), { most, leastGain: 0 });
        expect(found.gain).toBe(best);
        expect(found.set.length).toBeLessThanOrEqual(most);
        expect(found.kind).toBe(alone.length <= 8 ? 'exhaustive' : 'beam');
      }),
    );
  });

  it('with a beam never falls behind greedy choice, and tries few sets', () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11)).map(([a, b]) => `${Math.min(a, b)},${Math.max(a, b)}`);
    const together = fc.array(fc.tuple(pair, fc.integer({ min: -9, max: 9 }))).map((pairs) => new Map(pairs));
    const alone = fc.array(fc.integer({ min: -5, max: 9 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(alone, together, (gains, pairs) => {
        const gainOf = gainsOf(gains, pairs);
        const found = bestSubset(12, gainOf, everything);
        expect(found.gain).toBeGreaterThanOrEqual(greedyGain(12, gainOf));
        expect(found.tried).toBeLessThan(12 * 5 * 12);
      }),
    );
  });
});

/** Adds what gains most, one by one, to the end; the best on the way. */
function greedyGain(count: number, gainOf: (set: readonly number[]) => number): number {
  let set: readonly number[] = [];
  let best = 0;
  while (set.length < count) {
    const larger = Array.from({ length: count }, (_, at) => at)
      .filter((at) => !set.includes(at))
      .map((at) => [...set, at].toSorted((a, b) => a - b));
    set = larger.toSorted((a, b) => gainOf(b) - gainOf(a))[0];
    best = Math.max(best, gainOf(set));
  }
  return best;
}
