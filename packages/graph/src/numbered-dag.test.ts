import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberedDag } from './numbered-dag.ts';

const columnsOf = (
  rows: readonly (readonly [startNs: number, endNs: number, parent: number])[],
  edges: readonly [number, number][],
) => ({
  startNs: Float64Array.from(rows, ([startNs]) => startNs),
  endNs: Float64Array.from(rows, ([, endNs]) => endNs),
  parent: Int32Array.from(rows, ([, , parent]) => parent),
  edges: { from: Uint32Array.from(edges, ([from]) => from), to: Uint32Array.from(edges, ([, to]) => to) },
});

it('numbers rows by start, end and row, and renames parents and edges', () => {
  const { dag, rowOf } = numberedDag(
    columnsOf(
      [
        [4, 6, 2],
        [1, 3, 2],
        [0, 9, -1],
        [1, 2, 2],
      ],
      [[1, 0]],
    ),
  );
  expect([...rowOf]).toEqual([2, 3, 1, 0]);
  expect([...dag.startNs]).toEqual([0, 1, 1, 4]);
  expect([...dag.endNs]).toEqual([9, 2, 3, 6]);
  expect([...dag.parent]).toEqual([-1, 0, 0, 0]);
  expect([dag.edges.from[0], dag.edges.to[0]]).toEqual([2, 3]);
  expect([dag.fromNs, dag.untilNs]).toEqual([0, 9]);
});

it('takes columns that are in order as they are', () => {
  const columns = columnsOf(
    [
      [0, 1, -1],
      [0, 1, -1],
      [2, 3, -1],
    ],
    [],
  );
  const { dag, rowOf } = numberedDag(columns);
  expect(dag.startNs).toBe(columns.startNs);
  expect([...rowOf]).toEqual([0, 1, 2]);
});

it('accepts: no rows', () => {
  expect(numberedDag(columnsOf([], [])).dag).toMatchObject({ size: 0, fromNs: 0, untilNs: 0 });
});

it('orders any rows, and loses none', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.constant(-1))), (rows) => {
      const { rowOf } = numberedDag(columnsOf(rows, []));
      const expected = [...rows.keys()].toSorted((a, b) => rows[a][0] - rows[b][0] || rows[a][1] - rows[b][1] || a - b);
      expect([...rowOf]).toEqual(expected);
    }),
  );
});
