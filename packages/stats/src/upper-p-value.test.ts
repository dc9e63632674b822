import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToExtremes, emptyExtremes } from './extremes.ts';
import { addToHistogram, bucketsOf, emptyHistogram } from './log-histogram.ts';
import { mirrored, upperPValue, type KeptValues } from './upper-p-value.ts';

/** Of these values, those at the given places are in the sample, and `most` of the largest are kept. */
function keptOf(values: readonly number[], sampledAt: readonly number[], most = 64): KeptValues {
  const histogram = emptyHistogram();
  const extremes = emptyExtremes();
  for (const value of values) {
    addToHistogram(histogram, value);
    addToExtremes(extremes, value);
  }
  return {
    count: values.length,
    buckets: bucketsOf(histogram),
    sampled: sampledAt.map((index) => values[index]).toSorted((a, b) => a - b),
    largest: extremes.largest.slice(0, most),
  };
}
const exactly = (values: readonly number[], value: number): number =>
  (1 + values.filter((one) => one >= value).length) / (values.length + 1);
const placesOf = (values: readonly number[]): fc.Arbitrary<number[]> => fc.subarray(values.map((_, index) => index));

// Close together, so that many share a bucket, and many are equal.
const close = fc.integer({ min: 990, max: 1030 });
const wide = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const many = fc.oneof(
  fc.array(close, { minLength: 1, maxLength: 90 }),
  fc.array(wide, { minLength: 1, maxLength: 90 }),
);

describe('upperPValue', () => {
  it('gives the figure of its drawing', () => {
    const cell = Array.from({ length: 200 }, (_, index) => 100 + index / 200);
    const values = [...Array.from({ length: 700 }, () => 50), ...cell, ...Array.from({ length: 99 }, () => 200)];
    const sampledAt = Array.from({ length: 49 }, (_, index) => 700 + 4 * index);
    const at = values[700 + 4 * 45];
    expect(upperPValue(keptOf(values, sampledAt, 0))(at)).toBe((99 + (201 * 5) / 50) / 1000);
  });

  it('is the exact rank where all values are known, from the sample or from the largest', () => {
    fc.assert(
      fc.property(many, fc.oneof(close, wide), (values, value) => {
        const all = values.map((_, index) => index);
        expect(upperPValue(keptOf(values, all, 0))(value)).toBeCloseTo(exactly(values, value), 14);
        expect(upperPValue(keptOf(values.slice(0, 64), [], 64))(value)).toBe(exactly(values.slice(0, 64), value));
      }),
    );
  });

  it('is the exact rank of whatever lies beyond the last of those kept', () => {
    fc.assert(
      fc.property(many, fc.nat(20), close, (values, most, value) => {
        const kept = keptOf(values, [], most);
        const lastKept = kept.largest.at(-1);
        fc.pre(lastKept !== undefined && value > lastKept);
        expect(upperPValue(kept)(value)).toBe(exactly(values, value));
      }),
    );
  });

  it('counts the whole bucket where neither knows', () => {
    const values = [100, 100.1, 100.2, 100.3, 200];
    expect(upperPValue(keptOf(values, [], 0))(100.3)).toBe(1);
    expect(upperPValue(keptOf(values, [], 1))(100.3)).toBe(1);
    expect(upperPValue(keptOf(values, [0, 4], 0))(100.3)).toBe((1 + 5 / 2) / 6);
  });

  it('never rises with the value, from 1 down to 1/(n + 1)', () => {
    const cases = many.chain((values) => fc.tuple(fc.constant(values), placesOf(values), fc.nat(64)));
    fc.assert(
      fc.property(cases, fc.array(fc.oneof(close, wide)), ([values, sampledAt, most], asked) => {
        const pOf = upperPValue(keptOf(values, sampledAt, most));
        const ps = [...values, ...asked, -Infinity, Infinity].toSorted((a, b) => a - b).map(pOf);
        expect(ps).toEqual(ps.toSorted((a, b) => b - a));
        expect(ps[0]).toBe(1);
        expect(ps.at(-1)).toBe(1 / (values.length + 1));
      }),
    );
  });

  // Exactly what is promised, by brute force: each of the n + 1 values is the new one, each subset of the others the sample.
  it('is at most α for at most a share α of the values, over all choices of the new one and of the sample', () => {
    const few = fc.array(fc.oneof(fc.integer({ min: 1000, max: 1025 }), fc.constantFrom(7, 2000)), {
      minLength: 2,
      maxLength: 7,
    });
    fc.assert(
      fc.property(few, fc.nat(6), fc.nat(4), (all, sampleSize, most) => {
        const ps = all.flatMap((value, index) => {
          const earlier = all.toSpliced(index, 1);
          const size = Math.min(sampleSize, earlier.length);
          return subsetsOf(earlier.length, size).map((places) => upperPValue(keptOf(earlier, places, most))(value));
        });
        for (const alpha of new Set(ps))
          expect(ps.filter((p) => p <= alpha + 1e-12).length / ps.length).toBeLessThanOrEqual(alpha + 1e-9);
      }),
    );
  });

  it('mirrored, asks for small values', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const kept = keptOf(values, [0, 1, 2, 3, 4, 5, 6, 7], 0);
    expect(upperPValue(mirrored(kept, []))(-2)).toBe(4 / 9);
    expect(upperPValue(mirrored(kept, [1]))(-0.5)).toBe(1 / 9);
  });

  it('refuses NaN', () => {
    expect(() => upperPValue(keptOf([1], []))(NaN)).toThrow('no p-value of NaN');
  });
});

function subsetsOf(size: number, chosen: number): number[][] {
  const subsets: number[][] = [];
  for (let bits = 0; bits < 2 ** size; bits++) {
    const places = Array.from({ length: size }, (_, index) => index).filter((index) => (bits >> index) & 1);
    if (places.length === chosen) subsets.push(places);
  }
  return subsets;
}
