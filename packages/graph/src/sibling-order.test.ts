import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortByEnd } from './sibling-order.ts';

/** Siblings by (start, end): few different times, so that many are equal. */
const arbitrarySiblings = fc
  .array(fc.record({ startNs: fc.nat(20), lengthNs: fc.nat(5) }), { maxLength: 80 })
  .map((siblings) =>
    siblings
      .map(({ startNs, lengthNs }) => ({ startNs, endNs: startNs + lengthNs }))
      .toSorted((a, b) => a.startNs - b.startNs || a.endNs - b.endNs),
  );

it('sorts a row of any length by end: zero length last, else the longest, then the smallest', () => {
  fc.assert(
    fc.property(arbitrarySiblings, fc.nat(3), (siblings, first) => {
      const startNs = Float64Array.from(siblings, (one) => one.startNs);
      const endNs = Float64Array.from(siblings, (one) => one.endNs);
      const isInstant = (node: number): number => Number(startNs[node] === endNs[node]);
      const column = Uint32Array.from([...Array.from({ length: first }, () => 7), ...siblings.keys()]);
      sortByEnd(column, first, column.length, { startNs, endNs });
      const byHand = [...siblings.keys()].toSorted(
        (a, b) => endNs[a] - endNs[b] || isInstant(a) - isInstant(b) || startNs[b] - startNs[a] || b - a,
      );
      expect([...column.subarray(first)]).toEqual(byHand);
      expect([...column.subarray(0, first)]).toEqual(Array.from({ length: first }, () => 7));
    }),
    { numRuns: 1000 },
  );
});
