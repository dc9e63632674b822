import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryPairs, closureOf, rowsOfPairs } from './arbitrary-rows.test-support.ts';
import { ancestors, descendants } from './reachability.ts';

it('marks what a way of at least one edge leads to, or comes from', () => {
  fc.assert(
    fc.property(arbitraryPairs, fc.uniqueArray(fc.nat(6), { maxLength: 3 }), ({ size, pairs }, of) => {
      const leads = closureOf(size, pairs);
      const rows = rowsOfPairs(size, pairs);
      const below = Array.from(leads, (_, node) => Number(of.some((from) => leads[from][node])));
      const above = Array.from(leads, (row) => Number(of.some((to) => row[to])));
      expect([...descendants(rows, of)]).toEqual(below);
      expect([...ancestors(rows, of)]).toEqual(above);
    }),
  );
});
