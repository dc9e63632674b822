import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foremost } from './foremost.ts';

it('gives what a stable sort gives, cut off', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5)), fc.nat(12), (keys, limit) => {
      const sorted = [...keys.keys()].toSorted((a, b) => keys[b] - keys[a]);
      expect(foremost(keys.length, limit, (a, b) => keys[b] - keys[a])).toEqual(sorted.slice(0, limit));
    }),
  );
});
