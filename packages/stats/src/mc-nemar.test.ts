import { expect, it } from 'vitest';
import { mcNemar } from './mc-nemar.ts';

it('mcNemar is the two-sided binomial test of scipy 1.17', () => {
  expect(mcNemar(10, 2)).toBeCloseTo(0.03857421875, 12);
  expect(mcNemar(9, 21)).toBeCloseTo(0.042773945257067694, 12);
});

it('mcNemar treats both alike, and is 1 where they never or equally often differ', () => {
  expect(mcNemar(2, 10)).toBe(mcNemar(10, 2));
  expect(mcNemar(0, 0)).toBe(1);
  expect(mcNemar(4, 4)).toBe(1);
});
