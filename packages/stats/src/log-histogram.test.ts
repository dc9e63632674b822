import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToHistogram,
  bucketsOf,
  bucketValueOf,
  countOf,
  emptyHistogram,
  mergeHistograms,
  type LogHistogram,
} from './log-histogram.ts';

const histogramOf = (values: readonly number[]): LogHistogram => {
  const histogram = emptyHistogram();
  for (const value of values) addToHistogram(histogram, value);
  return histogram;
};
const merged = (...parts: readonly LogHistogram[]): LogHistogram => {
  const into = emptyHistogram();
  for (const part of parts) mergeHistograms(into, part);
  return into;
};
const magnitudes = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
const numbers = fc.oneof(
  magnitudes,
  magnitudes.map((value) => -value),
  fc.constant(0),
);
const lists = fc.array(numbers, { maxLength: 30 });

describe('log histogram', () => {
  it('knows every value to 1 %', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        expect(Math.abs(bucketValueOf(value) - value)).toBeLessThanOrEqual(Math.abs(value) * (0.01 + 1e-9));
      }),
    );
  });

  it('keeps the order of values', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(bucketValueOf(Math.min(a, b))).toBeLessThanOrEqual(bucketValueOf(Math.max(a, b)));
      }),
    );
  });

  it('reads its buckets in ascending order, negative values, zero and all', () => {
    const histogram = histogramOf([5, -3, 0, 5, -300, 0]);
    expect(bucketsOf(histogram).map(({ value, times }) => [Number(value.toPrecision(1)), times])).toEqual([
      [-300, 1],
      [-3, 1],
      [0, 2],
      [5, 2],
    ]);
    expect(countOf(histogram)).toBe(6);
  });

  it('stands for the whole range of a double', () => {
    const ends = [Number.MAX_VALUE, Number.MIN_VALUE, -Number.MAX_VALUE];
    expect(bucketsOf(histogramOf(ends)).every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  it('merges in any order and grouping to the same counts as one pass', () => {
    fc.assert(
      fc.property(lists, lists, lists, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
        const whole = histogramOf([...a, ...b, ...c]);
        expect(merged(merged(x, y), z)).toEqual(whole);
        expect(merged(x, merged(y, z))).toEqual(whole);
        expect(merged(z, y, x)).toEqual(whole);
      }),
    );
  });

  it('survives JSON, and leaves what it merges from alone', () => {
    const from = histogramOf([1, 2, 0, -4]);
    const before = JSON.stringify(from);
    const into = merged(from);
    addToHistogram(into, 7);
    expect(JSON.stringify(from)).toBe(before);
    expect(JSON.parse(before)).toEqual(from);
  });

  it('refuses what is no finite number', () => {
    expect(() => addToHistogram(emptyHistogram(), NaN)).toThrow('not NaN');
    expect(() => addToHistogram(emptyHistogram(), Infinity)).toThrow('not Infinity');
  });
});
