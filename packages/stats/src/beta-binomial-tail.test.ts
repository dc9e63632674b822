import { describe, expect, it } from 'vitest';
import { betaBinomialTail } from './beta-binomial-tail.ts';
import { conformalPValue } from './conformal-p-value.ts';

describe('betaBinomialTail', () => {
  // The hypergeometric tail in exact fractions; stats.betabinom.sf(failures - 1, trials, failuresBefore + 1,
  // trialsBefore - failuresBefore) of scipy 1.17 agrees to 8 digits.
  it.each([
    [3, 4, 2, 100, 0.00021639250425064472],
    [1, 1, 2, 100, 0.029702970297030395],
    [1, 50, 0, 1000, 0.047619047619047616],
    [30, 100, 150, 1000, 0.00024994390907080017],
    [2, 2, 0, 5, 0.047619047619047616],
  ])('of %i of %i after %i of %i is %d', (failures, trials, failuresBefore, trialsBefore, chance) => {
    const ours = betaBinomialTail(failures, trials, failuresBefore, trialsBefore);
    expect(Math.abs(ours / chance - 1)).toBeLessThan(1e-11);
  });

  it('of one failure is its conformal p-value', () => {
    expect(betaBinomialTail(1, 1, 7, 99)).toBeCloseTo(conformalPValue(7, 99), 14);
  });

  it('says nothing without history, or where all had failed', () => {
    expect(betaBinomialTail(4, 4, 0, 0)).toBe(1);
    expect(betaBinomialTail(4, 4, 9, 9)).toBe(1);
  });
});
