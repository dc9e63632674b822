import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakDemand } from './peak-demand.ts';

const peakOf = (rows: readonly (readonly [start: number, end: number, demand: number])[]): number =>
  peakDemand(
    Float64Array.from(rows, ([start]) => start),
    Float64Array.from(rows, ([, end]) => end),
    Float64Array.from(rows, ([, , demand]) => demand),
  );

describe('peakDemand', () => {
  it('lets one begin with what another has given back', () => {
    expect(
      peakOf([
        [0, 2, 3],
        [2, 4, 3],
      ]),
    ).toBe(3);
    expect(
      peakOf([
        [0, 3, 3],
        [2, 4, 3],
      ]),
    ).toBe(6);
  });

  it('counts what has no length beside all that is held at its instant', () => {
    expect(
      peakOf([
        [2, 2, 1],
        [2, 4, 2],
        [0, 4, 4],
      ]),
    ).toBe(7);
  });

  it('is 0 where nothing is held', () => {
    expect(peakOf([])).toBe(0);
    expect(peakOf([[0, 2, 0]])).toBe(0);
  });

  it('is the largest sum at any start', () => {
    const row = fc.record({ start: fc.nat(9), length: fc.integer({ min: 1, max: 5 }), demand: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const heldAt = (at: number): number =>
          rows.reduce((sum, { start, length, demand }) => sum + (start <= at && at < start + length ? demand : 0), 0);
        const most = Math.max(0, ...rows.map(({ start }) => heldAt(start)));
        expect(peakOf(rows.map(({ start, length, demand }) => [start, start + length, demand] as const))).toBe(most);
      }),
    );
  });
});
