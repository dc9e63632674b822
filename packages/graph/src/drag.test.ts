import { describe, expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { drag } from './drag.ts';

const x = (id: string, startNs: number, endNs: number, rest: Partial<Drawn> = {}): Drawn => ({
  id,
  startNs,
  endNs,
  ...rest,
});
/** Drag of each, of its own work, and of its wait. */
const dragOf = (drawn: readonly Drawn[]): Record<string, [number, number, number]> => {
  const { dag, ids } = dagOf(drawn);
  const { dragNs, selfDragNs, waitDragNs } = drag(dag);
  return Object.fromEntries(ids.map((id, node) => [id, [dragNs[node], selfDragNs[node], waitDragNs[node]]]));
};

describe('of an execution without children', () => {
  it('is its time, or less if another way is as long by then', () => {
    const run = [x('a', 0, 4), x('b', 4, 8, { needs: ['a'] }), x('c', 4, 10, { needs: ['a'] })];
    expect(dragOf(run)).toEqual({ a: [4, 4, 0], b: [0, 0, 0], c: [2, 2, 0] });
  });

  it('is nothing if another is as long', () => {
    expect(dragOf([x('a', 0, 4), x('b', 0, 4)])).toEqual({ a: [0, 0, 0], b: [0, 0, 0] });
  });

  it('does not count its wait, which has a drag of its own', () => {
    const run = [x('a', 0, 4), x('b', 7, 9, { needs: ['a'] }), x('c', 0, 8)];
    expect(dragOf(run)).toEqual({ a: [1, 1, 0], b: [1, 1, 1], c: [0, 0, 0] });
  });
});

describe('of an execution with children', () => {
  const run = [x('p', 0, 20), x('a', 2, 5, { parent: 'p' }), x('b', 6, 14, { parent: 'p' })];

  it('is that of all below it; its own work is the time before, between and after its children', () => {
    expect(dragOf(run)).toEqual({ p: [20, 9, 0], a: [3, 3, 0], b: [8, 8, 0] });
  });

  it('is bounded by the longest way around it', () => {
    expect(dragOf([...run, x('q', 0, 13)])).toMatchObject({ p: [7, 7, 0], a: [3, 3, 0], b: [7, 7, 0] });
  });

  it('is exact where others wait for something inside it', () => {
    const crossing = [
      x('A', 0, 10),
      x('a1', 0, 4, { parent: 'A' }),
      x('B', 0, 12),
      x('b1', 4, 12, { parent: 'B', needs: ['a1'] }),
    ];
    expect(dragOf(crossing)).toEqual({ A: [4, 0, 0], B: [2, 0, 0], a1: [4, 4, 0], b1: [2, 2, 0] });
  });
});

it('says which it does not know: groups beyond the bound on retiming', () => {
  // Each of 4,000 groups waits for something inside the one before: 20,000 events a retiming, and 2^25 to visit.
  const groups = 4000;
  const drawn = Array.from({ length: groups }, (_, at) => [
    x(`g${at}`, 0, 2 * at + 2),
    x(`s${at}`, 2 * at, 2 * at + 2, { parent: `g${at}`, needs: at === 0 ? [] : [`s${at - 1}`] }),
  ]).flat();
  const { dag, nodeOf } = dagOf(drawn);
  const { dragNs, waitDragNs } = drag(dag);
  const unknown = dragNs.filter((ns) => Number.isNaN(ns)).length;
  expect(unknown).toBeGreaterThan(0);
  expect(unknown).toBeLessThan(groups);
  expect(drawn.every(({ id }) => id.startsWith('g') || dragNs[nodeOf.get(id) ?? -1] === 2)).toBe(true);
  expect(waitDragNs.some((ns) => Number.isNaN(ns))).toBe(false);
});
