import { describe, expect, it } from 'vitest';
import { goodTuringUnseenMass } from './good-turing.ts';
import { seededRandom } from './seeded-random.ts';

describe('goodTuringUnseenMass', () => {
  it('is the share of kinds seen once', () => {
    const { mass, high } = goodTuringUnseenMass(2, 1, 100);
    expect(mass).toBe(0.02);
    expect(high).toBeCloseTo(0.07, 3);
  });

  it('knows nothing before the first observation, and leaves room after it', () => {
    expect(goodTuringUnseenMass(0, 0, 0)).toEqual({ mass: 1, high: 1 });
    expect(goodTuringUnseenMass(0, 0, 100)).toEqual({ mass: 0, high: expect.closeTo(0.037, 3) });
  });

  // Zipf's law, a geometric law, equal chances: the mass of what a sample has not seen is known.
  it.each([
    ['1/rank', (rank: number) => 1 / rank],
    ['halving', (rank: number) => 0.5 ** rank],
    ['equal', () => 1],
  ])('bounds what is unseen of %s kinds in at least 95 % of samples, and is right on average', (_, weightOf) => {
    const weights = Array.from({ length: 60 }, (__, index) => weightOf(index + 1));
    const total = weights.reduce((sum, weight) => sum + weight);
    const random = seededRandom(7);
    const samples = 2000;
    let covered = 0;
    let difference = 0;
    for (let i = 0; i < samples; i++) {
      const times = weights.map(() => 0);
      for (let j = 0; j < 100; j++) times[drawn(weights, random() * total)]++;
      const unseen = weights.reduce((sum, weight, kind) => sum + (times[kind] === 0 ? weight : 0), 0) / total;
      const kindsSeen = (count: number): number => times.filter((one) => one === count).length;
      const { mass, high } = goodTuringUnseenMass(kindsSeen(1), kindsSeen(2), 100);
      if (unseen <= high) covered++;
      difference += (mass - unseen) / samples;
    }
    expect(covered / samples).toBeGreaterThan(0.95);
    expect(Math.abs(difference)).toBeLessThan(0.01);
  });
});

function drawn(weights: readonly number[], at: number): number {
  let left = at;
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}
