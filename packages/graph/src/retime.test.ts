import { describe, expect, it } from 'vitest';
import { dagOf, type Drawn } from './arbitrary-dag.test-support.ts';
import { editedWeights, retime, type Edit } from './retime.ts';

type NamedEdit = { id: string } & ({ durationNs: number } | { factor: number } | { delayNs: number });
const retimed = (drawn: readonly Drawn[], ...edits: NamedEdit[]): Record<string, readonly [number, number]> => {
  const { dag, ids, nodeOf } = dagOf(drawn);
  const weights = editedWeights(
    dag,
    edits.map(({ id, ...edit }): Edit => ({ node: nodeOf.get(id) ?? -1, ...edit })),
  );
  const { startNs, endNs, untilNs } = retime(dag, weights);
  return Object.fromEntries([
    ...ids.map((id, node) => [id, [startNs[node], endNs[node]]] as const),
    ['run', [dag.fromNs, untilNs]],
  ]);
};

const nested: Drawn[] = [
  { id: 'A', startNs: 0, endNs: 100 },
  { id: 'B', startNs: 10, endNs: 60, parent: 'A' },
  { id: 'C', startNs: 20, endNs: 30, parent: 'B' },
];

describe('what takes another time', () => {
  it('moves everything that waited for it', () => {
    expect(retimed(nested, { id: 'C', durationNs: 40 })).toMatchObject({ C: [20, 60], B: [10, 90], A: [0, 130] });
    expect(retimed(nested, { id: 'C', delayNs: 20 })).toMatchObject({ C: [30, 40], B: [10, 70], A: [0, 110] });
  });

  it('stretches all below it, but not the wait before it', () => {
    expect(retimed(nested, { id: 'B', factor: 2 })).toEqual({ A: [0, 150], B: [10, 110], C: [30, 50], run: [0, 150] });
    expect(retimed(nested, { id: 'B', durationNs: 25 })).toMatchObject({ B: [10, 35], C: [15, 20], A: [0, 75] });
  });

  it('stands as given within a stretched parent', () => {
    const both = retimed(nested, { id: 'B', factor: 2 }, { id: 'C', durationNs: 1 });
    expect(both).toMatchObject({ C: [30, 31], B: [10, 91] });
  });

  it('is without effect on those that did not wait', () => {
    const parallel: Drawn[] = [
      { id: 'a', startNs: 0, endNs: 9 },
      { id: 'b', startNs: 1, endNs: 5 },
    ];
    expect(retimed(parallel, { id: 'b', durationNs: 8 })).toMatchObject({ a: [0, 9], run: [0, 9] });
    expect(retimed(parallel, { id: 'b', durationNs: 9 })).toMatchObject({ run: [0, 10] });
  });
});

it('moves detached children with the start of their parent, and leaves the parent alone', () => {
  const run: Drawn[] = [
    { id: 'first', startNs: 0, endNs: 2 },
    { id: 'p', startNs: 3, endNs: 6 },
    { id: 'late', startNs: 8, endNs: 9, parent: 'p' },
  ];
  expect(retimed(run, { id: 'first', durationNs: 4 })).toMatchObject({ p: [5, 8], late: [10, 11] });
  expect(retimed(run, { id: 'late', durationNs: 50 })).toMatchObject({ p: [3, 6] });
});

it('keeps the length of what was clipped', () => {
  const run: Drawn[] = [
    { id: 'a', startNs: 0, endNs: 2 },
    { id: 'p', startNs: 2, endNs: 6 },
    { id: 'wide', startNs: 1, endNs: 9, parent: 'p' },
  ];
  expect(retimed(run, { id: 'a', durationNs: 5 })).toMatchObject({ p: [5, 9], wide: [4, 12] });
});

it('stretches an execution without time by its tail', () => {
  const run: Drawn[] = [
    { id: 'p', startNs: 1, endNs: 1 },
    { id: 'c', startNs: 1, endNs: 1, parent: 'p' },
  ];
  expect(retimed(run, { id: 'p', durationNs: 3 })).toMatchObject({ p: [1, 4], c: [1, 1] });
});
