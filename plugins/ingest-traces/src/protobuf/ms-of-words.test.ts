import fc from 'fast-check';
import { expect, it } from 'vitest';
import { msOfNanos } from '@faultline/spans';
import { msOfWords } from './ms-of-words.ts';

it('is what the decimal digits of the same time are', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (nanos) => {
      expect(msOfWords(Number(nanos >> 32n), Number(nanos & 0xffff_ffffn))).toBe(msOfNanos(String(nanos)));
    }),
  );
});
