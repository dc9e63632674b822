import { describe, expect, it } from 'vitest';
import { axis } from './axis.ts';

describe('axis', () => {
  it.each([
    [41_200, 45, '0 s        10 s       20 s       30 s  41.2 s'],
    [0.5, 30, '0 us        200 us      500 us'],
    [950, 30, '0 ms            500 ms  950 ms'],
    [600_000, 40, '0 min               5 min         10 min'],
    [2 * 86_400_000, 44, '0 h        12 h       1 d                2 d'],
    [900 * 86_400_000, 20, '0 d            900 d'],
  ])('%d ms in %i columns', (untilMs, width, line) => {
    expect(axis(untilMs, width)).toBe(line);
  });

  it('is empty for a run without length', () => {
    expect(axis(0, 40)).toBe('');
    expect(axis(Number.NaN, 40)).toBe('');
  });
});
