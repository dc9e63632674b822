import fc from 'fast-check';
import { expect, it } from 'vitest';
import { msOfNanos } from '../bytes/ms-of-nanos.ts';
import { nanosOfMs } from './nanos-of-ms.ts';

it('is exact for the times of this century', () => {
  fc.assert(
    fc.property(fc.double({ min: 946_684_800_000, max: 4_102_444_800_000, noNaN: true }), (ms) => {
      const { nanos, isExact } = nanosOfMs(ms);
      expect([msOfNanos(nanos), isExact]).toEqual([ms, true]);
    }),
  );
});

it.each([
  [1_544_712_660_000.25, '1544712660000250000', true],
  [0.5, '500000', true],
  [0, '1', false],
  [-1, '1', false],
  [1 / 3, '333333', false],
  [8.64e15, '18446744073709551615', false],
])('writes %d ms as %s', (ms, nanos, isExact) => {
  expect(nanosOfMs(ms)).toEqual({ nanos, isExact });
});
