import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonInterval, commonShift, fittingCount, type Intervals } from './common-shift.ts';

const intervals = (...rows: readonly (readonly [low: number, high: number])[]): Intervals => ({
  lowNs: Float64Array.from(rows, ([low]) => low),
  highNs: Float64Array.from(rows, ([, high]) => high),
});

describe('commonShift', () => {
  it('finds what most have in common', () => {
    expect(commonShift(intervals([0, 9], [4, 12], [6, 11], [20, 30]), 0)).toBe(6);
  });

  it('takes the nearest of what is common, from either side', () => {
    const rows = intervals([4, 9], [5, 12]);
    expect([0, 7, 20].map((from) => commonShift(rows, from))).toEqual([5, 7, 9]);
  });

  it('takes the nearer of two that are as good, and of two as near the greater', () => {
    expect(commonShift(intervals([-9, -4], [5, 8]), 0)).toBe(-4);
    expect(commonShift(intervals([-9, -5], [5, 8]), 0)).toBe(5);
  });

  it('counts intervals that touch', () => {
    expect(commonShift(intervals([1, 3], [3, 5]), 0)).toBe(3);
  });

  it('takes intervals without an end', () => {
    expect(commonShift(intervals([3, Infinity], [-Infinity, 8], [5, Infinity]), 0)).toBe(5);
    expect(commonShift(intervals([-Infinity, -8]), 0)).toBe(-8);
  });

  it('stays where it is without intervals', () => {
    expect(commonShift(intervals(), 4)).toBe(4);
  });

  it('equals trying every end of every interval', () => {
    const bound = fc.integer({ min: -9, max: 9 });
    const row = fc
      .tuple(bound, fc.nat(6), fc.nat(9))
      .map(([low, length, kind]): [number, number] => [
        kind === 0 ? -Infinity : low,
        kind === 1 ? Infinity : low + length,
      ]);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), bound, (rows, from) => {
        const all = intervals(...rows);
        const candidates = [from, ...rows.flat().filter(Number.isFinite)].toSorted(
          (a, b) => fittingCount(all, b) - fittingCount(all, a) || Math.abs(a - from) - Math.abs(b - from) || b - a,
        );
        expect(commonShift(all, from)).toBe(candidates[0]);
      }),
    );
  });
});

it('commonInterval leaves out intervals without the shift', () => {
  expect(commonInterval(intervals([0, 9], [4, 12], [20, 30]), 5)).toEqual({ lowNs: 4, highNs: 9 });
  expect(commonInterval(intervals([20, 30]), 5)).toEqual({ lowNs: -Infinity, highNs: Infinity });
});
