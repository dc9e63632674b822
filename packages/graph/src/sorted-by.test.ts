import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending } from './ascending.ts';
import { sortedBy } from './sorted-by.ts';

const day = 86_400e9;

it.for([10, 4095, 4096, 20_000])('sorts %d keys stably, however far apart', (count) => {
  const key = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.maxSafeInteger().map((ns) => ns % (100 * day)),
  );
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 50 }), (few) => {
      const keys = Float64Array.from({ length: count }, (_, at) => few[(at * 7919) % few.length]);
      const sorted = [...keys.keys()].toSorted((a, b) => keys[a] - keys[b]);
      expect(sortedBy(keys, ascending(count))).toEqual(Uint32Array.from(sorted));
    }),
    { numRuns: 20 },
  );
});

it('sorts part of the nodes', () => {
  expect([...sortedBy(Float64Array.of(9, 1, 5, 0), Uint32Array.of(0, 2, 1))]).toEqual([1, 2, 0]);
});
