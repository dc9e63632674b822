import { describe, expect, it } from 'vitest';
import { negativeBinomialTail } from './negative-binomial-tail.ts';
import { poissonTail } from './poisson-tail.ts';

describe('negativeBinomialTail', () => {
  // scipy 1.17: stats.nbinom.sf(count - 1, total + 1, runs / (runs + 1)); and
  // stats.binomtest(count, count + total, 1 / (runs + 1), 'greater'), which gives the same.
  it.each([
    [5, 100, 100, 0.004053845864617621],
    [5, 1, 1, 0.109375],
    [1, 0, 20, 0.047619047619047616],
    [40, 3000, 200, 7.24277290130158e-8],
    [3, 2, 500, 7.928401414887883e-8],
  ])('of %i after %i in %i runs is %d', (count, total, runs, chance) => {
    expect(Math.abs(negativeBinomialTail(count, total, runs) / chance - 1)).toBeLessThan(1e-10);
  });

  it('nears the Poisson tail as history grows', () => {
    expect(negativeBinomialTail(7, 3e6, 1e6)).toBeCloseTo(poissonTail(7, 3), 5);
  });

  it('says nothing without history, or for no events', () => {
    expect(negativeBinomialTail(9, 0, 0)).toBe(1);
    expect(negativeBinomialTail(0, 5, 5)).toBe(1);
  });

  it('refuses what is no history', () => {
    expect(() => negativeBinomialTail(1, -1, 5)).toThrow('no -1 events in 5 runs');
  });
});
