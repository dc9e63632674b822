import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockOffsets, type ClockedRun } from './clock-offsets.ts';

interface Timed {
  readonly clock: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly parent?: number;
  readonly needs?: readonly number[];
  readonly isAsync?: boolean;
  readonly isOpen?: boolean;
}

const runOf = (rows: readonly Timed[]): ClockedRun => ({
  startNs: Float64Array.from(rows, ({ startNs }) => startNs),
  endNs: Float64Array.from(rows, ({ endNs }) => endNs),
  parent: Int32Array.from(rows, ({ parent = -1 }) => parent),
  edges: {
    from: Uint32Array.from(rows.flatMap(({ needs = [] }) => needs)),
    to: Uint32Array.from(rows.flatMap(({ needs = [] }, node) => needs.map(() => node))),
  },
  isAsync: Uint8Array.from(rows, ({ isAsync = false }) => Number(isAsync)),
  isOpen: Uint8Array.from(rows, ({ isOpen = false }) => Number(isOpen)),
  clock: Int32Array.from(rows, ({ clock }) => clock),
  clockCount: rows.reduce((count, { clock }) => Math.max(count, clock + 1), 0),
});

/** `count` calls from clock 0 to clock 1 inside of a root, each taking 60 of 100, the called clock off by `offNs`. */
const callsTo = (offNs: number, count = 5): readonly Timed[] => [
  { clock: 0, startNs: 0, endNs: 10_000 },
  ...Array.from({ length: count }, (_, call): Timed => ({
    clock: 0,
    startNs: 1000 * call,
    endNs: 1000 * call + 100,
    parent: 0,
  })),
  ...Array.from({ length: count }, (_, call): Timed => ({
    clock: 1,
    startNs: 1000 * call + 20 + offNs,
    endNs: 1000 * call + 80 + offNs,
    parent: 1 + call,
  })),
];
/** Eight steps that follow each other, from clock to clock. */
const relay = (offNs: number): Timed[] =>
  Array.from({ length: 8 }, (_, at) => ({
    clock: at % 2,
    startNs: at * 100 + (at % 2) * offNs,
    endNs: at * 100 + 90 + (at % 2) * offNs + (at === 0 ? 5 : 0),
    ...(at > 0 && { needs: [at - 1] }),
  }));

const shiftsOf = (rows: readonly Timed[]): readonly number[] => [...(clockOffsets(runOf(rows))?.shiftNs ?? [])];

describe('clockOffsets', () => {
  it('says nothing where all agree, of one clock, and of nothing', () => {
    expect(clockOffsets(runOf(callsTo(0)))).toBeUndefined();
    expect(clockOffsets(runOf(callsTo(20)))).toBeUndefined();
    expect(clockOffsets(runOf(callsTo(5000).map((row) => ({ ...row, clock: 0 }))))).toBeUndefined();
    expect(clockOffsets(runOf([]))).toBeUndefined();
  });

  it('undoes an offset up to the room that calls leave', () => {
    const offsets = clockOffsets(runOf(callsTo(-5000)));
    expect(offsets).toMatchObject({
      shiftNs: Float64Array.of(0, 4980, 0),
      lowNs: Float64Array.of(0, 4980, 0),
      highNs: Float64Array.of(0, 5020, 0),
      compared: Uint32Array.of(0, 5, 0),
      agreedBefore: Uint32Array.of(0, 0, 0),
      agreedAfter: Uint32Array.of(0, 5, 0),
    });
    expect(shiftsOf(callsTo(5000))).toEqual([0, -4980, 0]);
  });

  it('takes a stray for a stray', () => {
    expect(shiftsOf(callsTo(-5000, 2))).toEqual([]);
    expect(shiftsOf([...callsTo(0), { clock: 1, startNs: -500, endNs: -400, parent: 0 }])).toEqual([]);
    expect(shiftsOf([...callsTo(-5000), { clock: 1, startNs: -90_000, endNs: -80_000, parent: 0 }])[1]).toBe(4980);
  });

  it('shifts what was called from a clock that is shifted, along with it or on evidence of its own', () => {
    const inside = { clock: 2, startNs: 30 - 5000, endNs: 40 - 5000, parent: 6 };
    expect(shiftsOf([...callsTo(-5000), inside])).toEqual([0, 4980, 4980, 0]);
    expect(shiftsOf([...callsTo(-5000), { ...inside, startNs: 30, endNs: 40 }])).toEqual([0, 4980, 0, 0]);
  });

  it('takes executions without a clock for on that of their caller', () => {
    const offsets = clockOffsets(runOf([...callsTo(-5000), { clock: -1, startNs: 1, endNs: 2, parent: 6 }]));
    expect([...(offsets?.clockOf ?? [])].at(-1)).toBe(1);
    const unknown = callsTo(-5000).map((row) => (row.clock === 0 ? { ...row, clock: -1 } : row));
    expect(shiftsOf(unknown)).toEqual([0, 4980, 0]);
  });

  it('leaves the clock of the longest roots as it is', () => {
    const orphans = Array.from({ length: 9 }, (_, at): Timed => ({ clock: 1, startNs: at, endNs: at + 1 }));
    const offsets = clockOffsets(runOf([...callsTo(-5000), ...orphans]));
    expect(offsets?.shiftNs).toEqual(Float64Array.of(0, 4980, 0));
    expect(offsets?.reference).toEqual(Uint32Array.of(0, 0, 2));
  });

  it('does not ask of asynchronous, open or longer children that they end in time', () => {
    const late = callsTo(5000);
    expect(shiftsOf(late.map((row) => (row.clock === 1 ? { ...row, isAsync: true } : row)))).toEqual([]);
    expect(shiftsOf(late.map((row) => (row.clock === 1 ? { ...row, isOpen: true } : row)))).toEqual([]);
    expect(shiftsOf(late.map((row) => (row.clock === 1 ? { ...row, endNs: row.endNs + 500 } : row)))).toEqual([]);
  });

  it('aligns two clocks that hand over to each other', () => {
    expect(shiftsOf(relay(0))).toEqual([]);
    expect(shiftsOf(relay(-5000))).toEqual([0, 4995, 0]);
    expect(shiftsOf(relay(5000))).toEqual([0, -4990, 0]);
  });

  it('leaves a clock alone of which only edges tell', () => {
    const late = Array.from({ length: 9 }, (_, at): Timed => ({ clock: 1, startNs: 10 + at, endNs: 30, needs: [0] }));
    expect(shiftsOf([{ clock: 0, startNs: 0, endNs: 100 }, ...late])).toEqual([]);
  });

  it('takes no edge to what is inside for a hand-over', () => {
    const [root, ...calls] = callsTo(0);
    expect(shiftsOf([{ ...root, needs: [6, 7, 8] }, ...calls.map((row) => ({ ...row, needs: [0] }))])).toEqual([]);
  });

  it('takes chains of clocks as deep as they come', () => {
    const chain = Array.from({ length: 50_000 }, (_, at): Timed => ({
      clock: at,
      startNs: at === 0 ? 0 : at - 1_000_000,
      endNs: at === 0 ? 200_000 : 100_000 - at - 1_000_000,
      parent: at - 1,
    }));
    // A stray step between two clocks, and everything below follows.
    expect(clockOffsets(runOf(chain))).toBeUndefined();
  });
});

/** A tree of calls between clocks that agree: each child inside its parent, on its own clock. */
const sound = fc
  .array(fc.record({ parent: fc.nat(), clock: fc.nat(3), from: fc.nat(1000), to: fc.nat(1000) }), { maxLength: 40 })
  .map((rows) => {
    const timed: Timed[] = [{ clock: 0, startNs: 0, endNs: 1e6 }];
    for (const { parent, clock, from, to } of rows) {
      const above = parent % timed.length;
      const { startNs, endNs } = timed[above];
      const at = (share: number): number => startNs + Math.round(((endNs - startNs) * share) / 1000);
      timed.push({ clock, startNs: at(Math.min(from, to)), endNs: at(Math.max(from, to)), parent: above });
    }
    return timed;
  });

describe('laws', () => {
  it('without an offset nothing is shifted', () => {
    fc.assert(
      fc.property(sound, (rows) => {
        expect(clockOffsets(runOf(rows))).toBeUndefined();
      }),
    );
  });

  it('an offset of one clock is undone up to the room that is left, or not at all', () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: -5e6, max: 5e6 }), (rows, offNs) => {
        // Of three clocks two may be apart without a third that tells which of them is right.
        const off = rows.map((row) =>
          row.clock > 0 ? { ...row, clock: 1, startNs: row.startNs + offNs, endNs: row.endNs + offNs } : row,
        );
        const offsets = clockOffsets(runOf(off));
        if (offsets === undefined) return;
        const { shiftNs, lowNs, highNs } = offsets;
        expect(lowNs[1] <= -offNs && -offNs <= highNs[1]).toBe(true);
        expect(Math.abs(shiftNs[1])).toBeLessThanOrEqual(Math.abs(offNs));
      }),
    );
  });

  it('a clock that is behind by more than all takes is found on three calls from the root', () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: 1_000_001, max: 1e12 }), (rows, behindNs) => {
        const three = Array.from({ length: 3 }, (_, at): Timed => ({
          clock: 9,
          startNs: at,
          endNs: at + 1,
          parent: 0,
        }));
        const off = [...rows, ...three].map((row) =>
          row.clock === 9 ? { ...row, startNs: row.startNs - behindNs, endNs: row.endNs - behindNs } : row,
        );
        expect(clockOffsets(runOf(off))?.shiftNs[9]).toBe(behindNs);
      }),
    );
  });

  it('permuted input gives the same shifts', () => {
    fc.assert(
      fc.property(sound, fc.integer({ min: -5e6, max: 5e6 }), fc.infiniteStream(fc.nat()), (rows, offNs, numbers) => {
        const off = rows.map((row) =>
          row.clock === 1 ? { ...row, startNs: row.startNs + offNs, endNs: row.endNs + offNs } : row,
        );
        const keys = off.map(() => numbers.next().value);
        const order = [...off.keys()].toSorted((a, b) => keys[a] - keys[b]);
        const placeOf = new Map(order.map((row, place) => [row, place]));
        const permuted = order.map((row) => {
          const { parent = -1 } = off[row];
          return { ...off[row], parent: placeOf.get(parent) ?? -1 };
        });
        expect(shiftsOf(permuted)).toEqual(shiftsOf(off));
      }),
    );
  });
});
