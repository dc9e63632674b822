import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { LatestToAsk } from './latest-to-ask.ts';

it('knows when the last asked of those that took as much', () => {
  const latest = new LatestToAsk();
  expect(latest.atLeast(0)).toBe(-Infinity);
  latest.add(2, 10);
  latest.add(1, 20);
  expect([1, 1.5, 2, 3].map((amount) => latest.atLeast(amount))).toEqual([20, 10, 10, -Infinity]);
  latest.add(4, 15);
  expect([1, 1.5, 2, 4].map((amount) => latest.atLeast(amount))).toEqual([20, 15, 15, 15]);
});

it('agrees with a list of all', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ amount: fc.nat(5), askedNs: fc.nat(9) })), (all) => {
      const latest = new LatestToAsk();
      for (const [at, { amount, askedNs }] of all.entries()) {
        latest.add(amount, askedNs);
        for (let least = 0; least <= 6; least++) {
          const asked = all.slice(0, at + 1).filter((one) => one.amount >= least);
          expect(latest.atLeast(least)).toBe(Math.max(...asked.map((one) => one.askedNs)));
        }
      }
    }),
  );
});
