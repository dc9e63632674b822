import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOfText } from './byte-view.test-support.ts';
import { msOfNanos, readMsOfNanos } from './ms-of-nanos.ts';

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

const readFrom = (text: string): number | undefined => {
  const times = new Float64Array(1);
  return readMsOfNanos(viewOfText(text).view, 0, times, 0) === 19 ? times[0] : undefined;
};

it('reads nineteen digits from bytes as it reads them from a text', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 10n ** 18n, max: 10n ** 19n - 1n }), (nanos) => {
      expect(readFrom(String(nanos))).toBe(msOfNanos(String(nanos)));
    }),
  );
});

it.for(['0544712660000000000', '154471266000000000', '15447126600000000x0', '', '"544712660000000000'])(
  'leaves the bytes %j alone',
  (text) => {
    expect(readFrom(text)).toBeUndefined();
  },
);
