import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToHistogram,
  bucketsOf,
  bucketValueOf,
  countOf,
  emptyHistogram,
  isHistogram,
  mergeHistograms,
  type LogHistogram,
} from './log-histogram.ts';

const histogramOf = (values: readonly number[]): LogHistogram => {
  const histogram = emptyHistogram();
  for (const value of values) addToHistogram(histogram, value);
  return histogram;
};
const segmentsOf = (...buckets: readonly number[]): readonly number[][] => histogramOf(buckets.map(inBucket)).positive;
const merged = (...parts: readonly LogHistogram[]): LogHistogram => {
  const into = emptyHistogram();
  for (const part of parts) mergeHistograms(into, part);
  return into;
};
/** A value at the upper end of a bucket. */
const inBucket = (bucket: number): number => (1 - 1e-9) * (1.01 / 0.99) ** bucket;
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

  it('keeps neighbours in one segment, and begins another after 16 empty buckets', () => {
    expect(segmentsOf(7, 7, 8, 10)).toEqual([[7, 2, 1, 0, 1]]);
    const zeros = Array.from({ length: 15 }, () => 0);
    expect(segmentsOf(0, 16)).toEqual([[0, 1, ...zeros, 1]]);
    expect(segmentsOf(0, 17)).toEqual([
      [0, 1],
      [17, 1],
    ]);
    expect(segmentsOf(32, 0, 16)).toEqual([[0, 1, ...zeros, 1, ...zeros, 1]]);
  });

  it('has one form for one set of counts, and knows it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -90, max: 90 }), { maxLength: 30 }), fc.integer(), (exponents, seed) => {
        const values = exponents.map((exponent) => 1.02 ** exponent);
        const histogram = histogramOf(values);
        const shuffled = values.toSorted((a, b) => Math.sin(a * seed) - Math.sin(b * seed));
        expect(histogramOf(shuffled)).toEqual(histogram);
        expect(isHistogram(histogram)).toBe(true);
      }),
    );
    expect(isHistogram(histogramOf([Number.MAX_VALUE, Number.MIN_VALUE, -Number.MAX_VALUE, 0]))).toBe(true);
  });

  it.each([
    ['a bucket of no double', [[1e9, 1]]],
    ['a bucket that is no integer', [[0.5, 1]]],
    ['counts beyond the last bucket', [[35_480, ...Array.from({ length: 100 }, () => 1)]]],
    ['a count that is no integer', [[1, 1.5]]],
    ['a count below zero', [[1, -1]]],
    ['a count that is not exact', [[1, 2 ** 60]]],
    ['an empty segment', [[]]],
    ['a segment without counts', [[1]]],
    ['a segment that begins with nothing', [[1, 0, 1]]],
    ['a segment that ends with nothing', [[1, 1, 0]]],
    ['a segment that should be two', [[1, 1, ...Array.from({ length: 16 }, () => 0), 1]]],
    [
      'segments that should be one',
      [
        [1, 1],
        [17, 1],
      ],
    ],
    [
      'segments out of order',
      [
        [9, 1],
        [1, 1],
      ],
    ],
  ])('is not one with %s', (_, positive) => {
    expect(isHistogram({ zeros: 0, positive, negative: [] })).toBe(false);
    expect(isHistogram({ zeros: 0, positive: [], negative: positive })).toBe(false);
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
