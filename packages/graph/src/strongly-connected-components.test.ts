import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryPairs, closureOf, rowsOfPairs } from './arbitrary-rows.test-support.ts';
import { stronglyConnectedComponents } from './strongly-connected-components.ts';

it('joins exactly the nodes that reach each other', () => {
  fc.assert(
    fc.property(arbitraryPairs, ({ size, pairs }) => {
      const leads = closureOf(size, pairs);
      const { componentOf, count } = stronglyConnectedComponents(rowsOfPairs(size, pairs));
      for (const a of leads.keys()) {
        const mates = [...leads.keys()].filter((b) => componentOf[a] === componentOf[b]);
        expect(mates).toEqual([...leads.keys()].filter((b) => a === b || (leads[a][b] && leads[b][a])));
      }
      expect(new Set(componentOf).size).toBe(count);
    }),
  );
});

it('numbers components so that edges lead to smaller numbers', () => {
  fc.assert(
    fc.property(arbitraryPairs, ({ size, pairs }) => {
      const { componentOf } = stronglyConnectedComponents(rowsOfPairs(size, pairs));
      for (const [from, to] of pairs) expect(componentOf[to]).toBeLessThanOrEqual(componentOf[from]);
    }),
  );
});
