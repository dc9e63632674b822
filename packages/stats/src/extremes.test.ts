import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToExtremes, emptyExtremes, extremesSize, mergeExtremes, type Extremes } from './extremes.ts';

const finite = fc
  .oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((x) => x + 0);
const parts = fc.array(fc.array(finite, { maxLength: 120 }), { maxLength: 5 });

function extremesOf(values: readonly number[]): Extremes {
  const extremes = emptyExtremes();
  for (const value of values) addToExtremes(extremes, value);
  return extremes;
}
const byBruteForce = (values: readonly number[]): Extremes => ({
  largest: values.toSorted((a, b) => b - a).slice(0, extremesSize),
  smallest: values.toSorted((a, b) => a - b).slice(0, extremesSize),
});

describe('Extremes', () => {
  it('are the ends of the sorted values', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 200 }), (values) => {
        expect(extremesOf(values)).toEqual(byBruteForce(values));
      }),
    );
  });

  it('are those of the whole, however it was split and merged', () => {
    fc.assert(
      fc.property(parts, fc.boolean(), (all, isReversed) => {
        const merged = emptyExtremes();
        for (const part of isReversed ? all.toReversed() : all) mergeExtremes(merged, extremesOf(part));
        expect(merged).toEqual(byBruteForce(all.flat()));
      }),
    );
  });

  it('leave what is merged in alone, and merge with themselves', () => {
    const one = extremesOf([1, 2]);
    const other = extremesOf([3]);
    mergeExtremes(one, other);
    expect(other).toEqual({ largest: [3], smallest: [3] });
    mergeExtremes(other, structuredClone(other));
    expect(other).toEqual({ largest: [3, 3], smallest: [3, 3] });
  });

  it('survive JSON', () => {
    const extremes = extremesOf([3, 1, 2]);
    expect(JSON.parse(JSON.stringify(extremes))).toEqual(extremes);
  });

  it('refuse what is no finite number', () => {
    for (const wrong of [NaN, Infinity]) expect(() => extremesOf([wrong])).toThrow('finite numbers');
  });
});
