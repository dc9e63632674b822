import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sixDigits } from './six-digits.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

it.each([
  [0, 0],
  [-0, 0],
  [7, 7],
  [999_999, 999_999],
  [1234.56789, 1234.57],
  [-1234.56789, -1234.57],
  [0.000123456789, 0.000123457],
  [999_999.7, 1_000_000],
  [123_456_789, 123_457_000],
  [1.23456789e-20, 1.23457e-20],
  [1.23456789e300, 1.23457e300],
])('%d becomes %d', (value, rounded) => {
  expect(sixDigits(value)).toBe(rounded);
});

it('never turns an order around', () => {
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      expect(sixDigits(Math.min(a, b))).toBeLessThanOrEqual(sixDigits(Math.max(a, b)));
    }),
  );
});

it('changes nothing that it gave', () => {
  fc.assert(
    fc.property(finite, (value) => {
      expect(sixDigits(sixDigits(value))).toBe(sixDigits(value));
    }),
  );
});

it('is off by at most five millionths, and stays finite', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: Number.MAX_VALUE, noNaN: true }), (value) => {
      expect(Math.abs(sixDigits(value) / value - 1)).toBeLessThan(5.001e-6);
    }),
  );
});

it('is written with few characters', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (value) => {
      expect(
        String(sixDigits(value))
          .replace(/e.*|\.|^0\.0*/g, '')
          .replace(/^0+|0+$/g, '').length,
      ).toBeLessThanOrEqual(6);
    }),
  );
});
