import { describe, expect, it } from 'vitest';
import { binomialTail } from './binomial-tail.ts';

describe('binomialTail', () => {
  // scipy 1.17: stats.binom.sf(successes - 1, trials, chance)
  it.each([
    [9, 10, 0.5, 0.0107421875],
    [3, 1000, 0.0001, 0.0001542234847472545],
    [600, 1000, 0.5, 1.3642320780329735e-10],
    [5, 5, 0.01, 1.0000000000000002e-10],
    [10_100, 1_000_000, 0.01, 0.15865123214580007],
  ])('of %i of %i at %d each is %d', (successes, trials, chance, expected) => {
    expect(Math.abs(binomialTail(successes, trials, chance) / expected - 1)).toBeLessThan(2e-9);
  });

  it('is 1 for none, and never 0', () => {
    expect(binomialTail(0, 10, 0.1)).toBe(1);
    expect(binomialTail(0, 0, 0.1)).toBe(1);
    expect(binomialTail(3, 10, 0)).toBe(Number.MIN_VALUE);
    expect(binomialTail(10, 10, 1)).toBe(1);
  });

  it('refuses more successes than trials, and what is no chance', () => {
    expect(() => binomialTail(3, 2, 0.5)).toThrow('no chance of 3 of 2');
    expect(() => binomialTail(1, 2, 1.5)).toThrow('at 1.5 each');
  });
});
