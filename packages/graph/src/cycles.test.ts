import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryAcyclicPairs, arbitraryPairs, closureOf, rowsOfPairs } from './arbitrary-rows.test-support.ts';
import { cycles } from './cycles.ts';

it.for([
  [
    'a ring',
    [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
    [[0, 1, 2]],
  ],
  ['a self loop', [[1, 1]], [[1]]],
  [
    'two rings',
    [
      [2, 3],
      [3, 2],
      [0, 1],
      [1, 0],
    ],
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    'the shortest through the smallest node',
    [
      [1, 2],
      [2, 3],
      [3, 1],
      [2, 1],
    ],
    [[1, 2]],
  ],
  [
    'nothing on the way between two rings',
    [
      [0, 0],
      [0, 1],
      [1, 2],
      [2, 2],
    ],
    [[0], [2]],
  ],
] satisfies [string, [number, number][], number[][]][])('finds %s', ([, pairs, found]) => {
  expect(cycles(rowsOfPairs(4, pairs))).toEqual(found);
});

it('names real edges and no node twice', () => {
  fc.assert(
    fc.property(arbitraryPairs, ({ size, pairs }) => {
      for (const cycle of cycles(rowsOfPairs(size, pairs))) {
        expect(new Set(cycle).size).toBe(cycle.length);
        const steps = cycle.map((node, at) => [node, cycle[(at + 1) % cycle.length]]);
        expect(pairs).toEqual(expect.arrayContaining(steps));
      }
    }),
  );
});

it('has one for every knot', () => {
  fc.assert(
    fc.property(arbitraryPairs, ({ size, pairs }) => {
      const leads = closureOf(size, pairs);
      const smallest = [...leads.keys()].filter(
        (node) => leads[node][node] && !leads.some((row, other) => other < node && row[node] && leads[node][other]),
      );
      expect(cycles(rowsOfPairs(size, pairs)).map(([first]) => first)).toEqual(smallest);
    }),
  );
});

it('finds none without cycles', () => {
  fc.assert(
    fc.property(arbitraryAcyclicPairs, ({ size, pairs }) => {
      expect(cycles(rowsOfPairs(size, pairs))).toEqual([]);
    }),
  );
});
