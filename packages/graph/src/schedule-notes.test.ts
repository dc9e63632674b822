import { expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { DROP_REASONS } from './kept-edges.ts';
import { DETACHED } from './nesting.ts';
import { scheduleNotes } from './schedule-notes.ts';

const droppedOf = (drawn: readonly Drawn[]): string[] => {
  const { dag, ids } = dagOf(drawn);
  const { from, to, reason } = scheduleNotes(dag).dropped;
  return Array.from(from, (node, at) => `${ids[node]} > ${ids[to[at]]}: ${DROP_REASONS[reason[at]]}`);
};

it('gives the reason for every edge left out', () => {
  expect(
    droppedOf([
      { id: 'a', startNs: 0, endNs: 9, needs: ['a', 'inner', 'later'] },
      { id: 'inner', startNs: 3, endNs: 6, parent: 'a' },
      { id: 'later', startNs: 5, endNs: 12, needs: ['a', 'inner'] },
      { id: 'last', startNs: 12, endNs: 13, needs: ['later'] },
    ]).toSorted(),
  ).toEqual([
    'a > a: self',
    'a > later: overlap',
    'inner > a: nesting',
    'inner > later: overlap',
    'later > a: reversed',
  ]);
});

it('breaks a cycle of executions at one instant by its edges alone', () => {
  expect(
    droppedOf([
      { id: 'a', startNs: 0, endNs: 5 },
      { id: 'b', startNs: 5, endNs: 5, needs: ['a', 'c'] },
      { id: 'c', startNs: 5, endNs: 5, needs: ['b'] },
      { id: 'd', startNs: 5, endNs: 8, needs: ['c'] },
    ]),
  ).toEqual(['c > b: dependency-cycle', 'b > c: dependency-cycle']);
});

it('marks what was zeroed, clipped or detached', () => {
  const { dag, nodeOf } = dagOf(
    [
      { id: 'p', startNs: 2, endNs: 8 },
      { id: 'backwards', startNs: 4, endNs: 3, parent: 'p' },
      { id: 'wide', startNs: 0, endNs: 9, parent: 'p' },
      { id: 'sent', startNs: 5, endNs: 7, parent: 'p', isAsync: true },
      { id: 'touching', startNs: 8, endNs: 9, parent: 'p' },
      { id: 'mark', startNs: 8, endNs: 8, parent: 'p' },
    ],
    { untilNs: 10 },
  );
  const notes = scheduleNotes(dag);
  const marks = (column: Uint8Array): string[] => [...nodeOf].filter(([, node]) => column[node] > 0).map(([id]) => id);
  expect(marks(notes.isZeroed)).toEqual(['backwards']);
  expect(marks(notes.isClipped)).toEqual(['wide']);
  expect([...nodeOf].filter(([, node]) => notes.detached[node] === DETACHED.outsideParent)).toHaveLength(1);
  expect(marks(notes.detached)).toEqual(['sent', 'touching']);
});

it('refuses parents that form a cycle', () => {
  const { dag } = dagOf([
    { id: 'a', startNs: 0, endNs: 1, parent: 'b' },
    { id: 'b', startNs: 0, endNs: 1, parent: 'a' },
  ]);
  expect(() => scheduleNotes(dag)).toThrow('2 nodes are their own ancestors');
});

it('refuses edges to nodes that do not exist', () => {
  const { dag } = dagOf([{ id: 'a', startNs: 0, endNs: 1 }]);
  const edges = { from: Uint32Array.of(0), to: Uint32Array.of(1) };
  expect(() => scheduleNotes({ ...dag, edges })).toThrow('Edge 0 joins 0 and 1');
});
