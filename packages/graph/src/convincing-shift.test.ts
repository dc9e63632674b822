import { describe, expect, it } from 'vitest';
import { convincingShift, type Evidence } from './convincing-shift.ts';

const calls = (...rows: readonly (readonly [low: number, high: number])[]): Evidence => ({
  lowNs: Float64Array.from(rows, ([low]) => low),
  highNs: Float64Array.from(rows, ([, high]) => high),
  isLowFirm: new Uint8Array(rows.length).fill(1),
});
const times = <T>(count: number, row: T): readonly T[] => Array.from({ length: count }, () => row);

describe('convincingShift', () => {
  it('asks for three that come too early', () => {
    expect(convincingShift(calls(...times(2, [50, 60] as const)), 0)).toBe(0);
    expect(convincingShift(calls(...times(3, [50, 60] as const)), 0)).toBe(50);
  });

  it('leaves a clock alone with which half agrees', () => {
    const early = times(10, [50, 60] as const);
    expect(convincingShift(calls(...early, ...times(10, [-5, 100] as const)), 0)).toBe(0);
    expect(convincingShift(calls(...early, ...times(9, [-5, 100] as const)), 0)).toBe(50);
  });

  it('asks for three quarters that agree with the shift', () => {
    const early = times(9, [50, 60] as const);
    expect(convincingShift(calls(...early, ...times(3, [500, 600] as const)), 0)).toBe(50);
    expect(convincingShift(calls(...early, ...times(4, [500, 600] as const)), 0)).toBe(0);
  });

  it('asks for a bound on both sides', () => {
    const edges = times(9, [50, Infinity] as const);
    expect(convincingShift(calls(...edges), 0)).toBe(0);
    expect(convincingShift(calls(...edges, [40, 60]), 0)).toBe(50);
  });

  it('takes what comes late by the same for a clock that is ahead', () => {
    expect(convincingShift(calls(...times(5, [-50, -40] as const)), 0)).toBe(-40);
    expect(convincingShift(calls(...times(4, [-50, -40] as const)), 0)).toBe(0);
    expect(convincingShift(calls(...times(5, [-51, -40] as const)), 0)).toBe(0);
  });

  it('takes late work for late where it is later from one to the next', () => {
    const queue = [10, 25, 45, 60, 90, 130].map((lateBy) => [-lateBy - 5, -lateBy] as const);
    expect(convincingShift(calls(...queue), 0)).toBe(0);
  });

  it('takes a clock for ahead at once where it is the callers that are on it', () => {
    const callers = { ...calls(...times(3, [-90, -40] as const)), isLowFirm: new Uint8Array(3) };
    expect(convincingShift(callers, 0)).toBe(-40);
  });

  it('measures from where the clock is without evidence', () => {
    expect(convincingShift(calls(...times(3, [50, 60] as const)), 55)).toBe(55);
    expect(convincingShift(calls(...times(3, [50, 60] as const)), 100)).toBe(100);
    expect(convincingShift(calls(...times(5, [50, 60] as const)), 100)).toBe(60);
  });

  it('needs evidence', () => {
    expect(convincingShift(calls(), 7)).toBe(7);
  });
});
