import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { msOfNanos } from './ms-of-nanos.ts';

it('gives the double nearest to the exact value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }), (nanos) => {
      const ms = nanos / 1_000_000n;
      const fraction = String(nanos % 1_000_000n).padStart(6, '0');
      // The language rounds a decimal literal once.
      expect(msOfNanos(String(nanos))).toBe(Number(`${ms}.${fraction}`));
    }),
    { numRuns: 2000 },
  );
});

it.for([
  ['1544712660000000000', 1_544_712_660_000],
  ['1544712660000250000', 1_544_712_660_000.25],
  ['1', 1e-6],
  ['0', 0],
  ['', Number.NaN],
  ['12a', Number.NaN],
  ['-1', Number.NaN],
  ['1e18', Number.NaN],
] as const)('reads %j', ([digits, ms]) => {
  expect(msOfNanos(digits)).toBe(ms);
});
