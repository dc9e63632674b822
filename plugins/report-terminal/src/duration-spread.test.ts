import { describe, expect, it } from 'vitest';
import { DurationSpread } from './duration-spread.ts';

const spreadOf = (durationsMs: Iterable<number>): DurationSpread => {
  const spread = new DurationSpread();
  for (const durationMs of durationsMs) spread.add(durationMs);
  return spread;
};

describe('the spread of durations', () => {
  it('is exact for few', () => {
    expect(spreadOf([5, 1, 2, 4])).toMatchObject({ leastMs: 1, medianMs: 3, mostMs: 5 });
    expect(spreadOf([0])).toMatchObject({ leastMs: 0, medianMs: 0, mostMs: 0 });
  });

  it('is within 1 % for many, its ends exact', () => {
    const spread = spreadOf(Array.from({ length: 10_001 }, (_, index) => (index * 7919) % 10_001));
    expect(spread).toMatchObject({ leastMs: 0, mostMs: 10_000 });
    expect(Math.abs(spread.medianMs - 5000)).toBeLessThan(60);
  });
});
