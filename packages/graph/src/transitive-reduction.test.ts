import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryAcyclicPairs, closureOf, pairsOf, rowsOfPairs } from './arbitrary-rows.test-support.ts';
import { transitiveReduction } from './transitive-reduction.ts';

const reducedPairs = (size: number, pairs: [number, number][]): [number, number][] | undefined => {
  const rows = transitiveReduction(rowsOfPairs(size, pairs));
  return rows && pairsOf(rows);
};

it.for([
  [
    'a shortcut',
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
    [
      [0, 1],
      [1, 2],
    ],
  ],
  [
    'a second edge of the same kind',
    [
      [0, 1],
      [0, 1],
    ],
    [[0, 1]],
  ],
  [
    'a shortcut over two shortcuts',
    [
      [0, 3],
      [0, 2],
      [1, 3],
      [0, 1],
      [1, 2],
      [2, 3],
    ],
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ],
] satisfies [string, [number, number][], [number, number][]][])('leaves out %s', ([, pairs, kept]) => {
  expect(reducedPairs(4, pairs)).toEqual(kept);
});

it('has no answer for a cycle', () => {
  expect(
    reducedPairs(2, [
      [0, 1],
      [1, 0],
    ]),
  ).toBeUndefined();
});

it('reaches what was reached, and needs every edge for that', () => {
  fc.assert(
    fc.property(arbitraryAcyclicPairs, ({ size, pairs }) => {
      const kept = reducedPairs(size, pairs) ?? [];
      expect(closureOf(size, kept)).toEqual(closureOf(size, pairs));
      for (const left of kept) {
        expect(
          closureOf(
            size,
            kept.filter((pair) => pair !== left),
          ),
        ).not.toEqual(closureOf(size, pairs));
      }
    }),
  );
});
