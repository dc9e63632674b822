import { expect, it } from 'vitest';
import { reversed, rowsOf, type Rows } from './rows.ts';

const successorsOf = ({ offsets, targets }: Rows, node: number): number[] => [
  ...targets.subarray(offsets[node], offsets[node + 1]),
];

it('keeps the order of the edges within a row, and equal edges apart', () => {
  const rows = rowsOf(3, { from: Uint32Array.of(0, 2, 0, 0), to: Uint32Array.of(2, 1, 1, 2) });
  expect([0, 1, 2].map((node) => successorsOf(rows, node))).toEqual([[2, 1, 2], [], [1]]);
});

it('reverses: predecessors in ascending order', () => {
  const rows = reversed(rowsOf(3, { from: Uint32Array.of(2, 0), to: Uint32Array.of(1, 1) }));
  expect([0, 1, 2].map((node) => successorsOf(rows, node))).toEqual([[], [0, 2], []]);
});

it('accepts: no nodes', () => {
  expect(reversed(rowsOf(0, { from: new Uint32Array(), to: new Uint32Array() })).offsets).toHaveLength(1);
});
