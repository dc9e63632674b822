import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryAcyclicPairs, arbitraryPairs, closureOf, rowsOfPairs } from './arbitrary-rows.test-support.ts';
import { topologicalOrder } from './topological-order.ts';

it('puts every node after all that point to it', () => {
  fc.assert(
    fc.property(arbitraryAcyclicPairs, ({ size, pairs }) => {
      const { order, leftOver } = topologicalOrder(rowsOfPairs(size, pairs));
      expect([...leftOver]).toEqual([]);
      expect([...order].toSorted((a, b) => a - b)).toEqual([...order.keys()]);
      for (const [from, to] of pairs) expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
    }),
  );
});

it('leaves over what is on a cycle or behind one', () => {
  fc.assert(
    fc.property(arbitraryPairs, ({ size, pairs }) => {
      const leads = closureOf(size, pairs);
      const { leftOver } = topologicalOrder(rowsOfPairs(size, pairs));
      const behind = [...leads.keys()].filter(
        (node) => leads[node][node] || leads.some((row, other) => leads[other][other] && row[node]),
      );
      expect([...leftOver]).toEqual(behind);
    }),
  );
});

it('accepts: equal edges', () => {
  expect([
    ...topologicalOrder(
      rowsOfPairs(2, [
        [1, 0],
        [1, 0],
      ]),
    ).order,
  ]).toEqual([1, 0]);
});
