import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasZone, msOfInstant } from './instant.ts';

it.for([
  ['2023-08-25T15:57:51Z', 1_692_979_071_000],
  ['2023-08-26T00:57:51.000+09:00', 1_692_979_071_000],
  ['2023-08-25T10:57:51-0500', 1_692_979_071_000],
  ['20230825T155751+0000', 1_692_979_071_000],
  ['2023-08-25 15:57:51', 1_692_979_071_000],
  ['2023-08-25T15:57Z', 1_692_979_020_000],
  ['2023-08-25T15:57:51.123456Z', 1_692_979_071_123.456],
  ['2023-08-25T17:57:51+02', 1_692_979_071_000],
  ['2016-12-31T23:59:60Z', 1_483_228_800_000],
  ['1969-12-31T23:59:59.5Z', -500],
] as const)('reads %s', ([text, ms]) => {
  expect(msOfInstant(text)).toBeCloseTo(ms, 3);
});

it.for([
  '',
  'noon',
  '2023-02-31T00:00:00Z',
  '2023-13-01T00:00:00Z',
  '2023-01-01T24:00:00Z',
  '2023-01-01',
  7,
  null,
  undefined,
])('takes %j for no instant', (text) => {
  expect(msOfInstant(text)).toBeUndefined();
});

it('agrees with the clock of the machine on every instant that it writes', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(msOfInstant(date.toISOString())).toBe(date.getTime());
    }),
  );
});

it('knows a time without a zone', () => {
  expect(
    ['2023-08-25T15:57:51Z', '2023-08-25T15:57:51+02', '2023-08-25T15:57:51', '20230825T155751-0500'].map(hasZone),
  ).toEqual([true, true, false, true]);
});
