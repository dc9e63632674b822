import { describe, expect, it } from 'vitest';
import { poissonTail } from './poisson-tail.ts';

describe('poissonTail', () => {
  // scipy 1.17: stats.poisson.sf(count - 1, expected)
  it.each([
    [3, 0.5, 0.014387677966970684],
    [1, 1e-8, 9.999999949999975e-9],
    [30, 3, 4.277047721426935e-20],
    [1100, 1000, 0.0009626304058665587],
    [5, 5, 0.5595067149347879],
  ])('of %i where %d are expected is %d', (count, expected, chance) => {
    expect(Math.abs(poissonTail(count, expected) / chance - 1)).toBeLessThan(1e-11);
  });

  it('is 1 for none, and never 0', () => {
    expect(poissonTail(0, 3)).toBe(1);
    expect(poissonTail(1, 0)).toBe(Number.MIN_VALUE);
    expect(poissonTail(1000, 1)).toBe(Number.MIN_VALUE);
  });
});
