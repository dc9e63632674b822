import { expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

// The published algorithm, computed with integers of arbitrary size.
it.each([
  [1, [2693262067, 11749833, 2265367787, 4213581821]],
  [0, [1144304738, 1416247]],
  [123456789, [1107202814, 4169434471]],
])('draws what Mulberry32 does from %d', (seed, draws) => {
  const random = seededRandom(seed);
  expect(draws.map(() => random() * 2 ** 32)).toEqual(draws);
});
