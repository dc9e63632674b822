import { describe, expect, it } from 'vitest';
import { LatestRanks } from './latest-ranks.ts';
import { seededRandom } from './seeded-random.ts';
import type { TailP } from './tail-p-value.ts';

const judged = (values: readonly number[], memory = 1000): TailP[] => {
  const ranks = new LatestRanks(memory);
  return values.map((value) => ranks.next(value));
};
const random = seededRandom(3);
const usual = Array.from({ length: 2000 }, random);

describe('LatestRanks', () => {
  it('ranks the distance from the median among those of earlier values', () => {
    // The median is 20; 10 and 30 are as far as each other, 20 is at the median; the first distance was taken from itself.
    expect(judged([20, 10, 30, 20, 10]).at(-1)).toEqual({ p: 3 / 5, guarantee: 'exact' });
    expect(judged([7])).toEqual([{ p: 1, guarantee: 'exact' }]);
    expect(judged([7, 7, 7]).at(-1)).toEqual({ p: 1, guarantee: 'exact' });
  });

  it('says by a fitted tail how far beyond all others a value is', () => {
    const [far, farther] = [3, 30].map((value) => judged([...usual.slice(0, 500), value]).at(-1));
    expect(far?.guarantee).toBe('extrapolated');
    expect(far?.p).toBeLessThan(1 / 501);
    expect(farther?.p).toBeLessThan(far?.p ?? 0);
  });

  it('has a p-value at most α for about a share α of values', () => {
    const ps = judged(usual, 2000).slice(500);
    for (const alpha of [0.1, 0.05])
      expect(Math.abs(ps.filter(({ p }) => p <= alpha).length / ps.length - alpha)).toBeLessThan(0.025);
  });

  it('forgets all but the latest values', () => {
    const moved = [...usual.slice(0, 300), ...usual.slice(0, 700).map((value) => value + 100)];
    expect(judged([...moved, 0.5], 300).at(-1)?.p).toBeLessThan(0.01);
    expect(judged([...moved, 0.5], 1001).at(-1)?.p).toBeGreaterThan(0.05);
  });
});
