import { expect, it } from 'vitest';
import { distinctCount } from './distinct-count.ts';

it('is the number of hashes by the share of hashes that they take up', () => {
  const { low, expected, high } = distinctCount(256, 0.1);
  expect(expected).toBe(2550);
  expect([Math.round(low), Math.round(high)]).toEqual([2275, 2870]);
});

it('is sure where the hashes kept are all there can be', () => {
  expect(distinctCount(256, 1)).toEqual({ low: 255.5, expected: 255, high: 255.5 });
});

it.each([
  [1, 0.5],
  [256, 0],
  [256, NaN],
])('tells nothing from %d hashes up to %d', (kept, largest) => {
  expect(() => distinctCount(kept, largest)).toThrow('tell nothing');
});
