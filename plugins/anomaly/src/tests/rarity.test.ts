import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rarity } from './rarity.ts';

describe('rarity', () => {
  it('ranks a kind that no run had among all runs', () => {
    expect(rarity([{ name: 'new', seenIn: 0 }], () => 0, 200)).toEqual([{ name: 'new', seenIn: 0, p: 1 / 201 }]);
  });

  it('counts runs that had something as rare', () => {
    expect(rarity([{ name: 'new', seenIn: 0 }], (count) => (count >= 1 ? 2 : 0), 200)[0]?.p).toBe(3 / 201);
  });

  it('gives the rarest first, ties by name, and never more than 1', () => {
    const kinds = rarity(
      [
        { name: 'c', seenIn: 9 },
        { name: 'b', seenIn: 2 },
        { name: 'a', seenIn: 2 },
      ],
      (count) => count * 10,
      50,
    );
    expect(kinds.map(({ name, p }) => [name, p])).toEqual([
      ['a', 31 / 51],
      ['b', 31 / 51],
      ['c', 1],
    ]);
    expect(rarity([], () => 0, 50)).toEqual([]);
  });

  it('keeps its promise: whichever of the runs is the last, at most a share p of them has a p-value as small', () => {
    const runsOfKinds = fc.array(fc.uniqueArray(fc.nat(6), { maxLength: 4 }), { minLength: 2, maxLength: 24 });
    fc.assert(
      fc.property(runsOfKinds, (runs) => {
        const pValues = runs.map((last, index) => pOfLast(last, runs.toSpliced(index, 1)));
        for (const p of pValues)
          expect(pValues.filter((other) => other <= p).length / runs.length).toBeLessThanOrEqual(p + 1e-12);
      }),
    );
  });
});

/** The p-value of a run, given the others, by what each has. */
function pOfLast(last: readonly number[], others: readonly (readonly number[])[]): number {
  const kinds = [...new Set([...others.flat(), ...last])];
  const seenIn = (kind: number): number => others.filter((run) => run.includes(kind)).length;
  const runsAsRare = (count: number): number =>
    kinds.reduce((sum, kind) => sum + (seenIn(kind) <= count ? seenIn(kind) : 0), 0);
  const [rarest] = rarity(
    last.map((kind) => ({ name: String(kind), seenIn: seenIn(kind) })),
    runsAsRare,
    others.length,
  );
  return rarest?.p ?? 1;
}
