import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewOfText } from './byte-view.test-support.ts';
import { readNumber } from './read-number.ts';

const numberIn = (text: string): number | undefined => {
  const numbers = new Float64Array(1);
  const { bytes, length } = viewOfText(text);
  return readNumber(bytes, 0, numbers) === length ? numbers[0] : undefined;
};

it('reads short decimals to the bit as JSON.parse does', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(fc.constantFrom('', '-'), fc.nat(9_999_999), fc.option(digits), (sign, whole, fraction) => {
      const text = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`;
      expect(numberIn(text)).toBe(JSON.parse(text));
    }),
  );
});

it.for(['', '-', '01', '-01', '1.', '.5', '1e3', '1.5E3', '1234567890123456', 'NaN'])('leaves %j alone', (text) => {
  expect(numberIn(text)).toBeUndefined();
});
