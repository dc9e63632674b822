import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToSample, mergeSamples, sampleSize, type BottomKSample } from './bottom-k-sample.ts';
import { textHash } from './text-hash.ts';

type Observation = readonly [key: string, value: number];
const sampleOf = (observations: readonly Observation[]): BottomKSample => {
  const sample: BottomKSample = [];
  for (const [key, value] of observations) addToSample(sample, key, value);
  return sample;
};
const merged = (...parts: readonly BottomKSample[]): BottomKSample => {
  const into: BottomKSample = [];
  for (const part of parts) mergeSamples(into, part);
  return into;
};
const numbered = (count: number, from = 0): Observation[] =>
  Array.from({ length: count }, (_, index) => [`run-${from + index}`, from + index]);
const observations = fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true })), { maxLength: 400 });

describe('bottom-k sample', () => {
  it('is everything while there is room', () => {
    const sample = sampleOf(numbered(sampleSize));
    expect(sample.map(([, value]) => value).toSorted((a, b) => a - b)).toEqual(numbered(sampleSize).map(([, v]) => v));
  });

  it('is the values with the smallest hashes, by sorting all of them', () => {
    fc.assert(
      fc.property(observations, (all) => {
        const sorted = all
          .map(([key, value]) => [textHash(key), value] as const)
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(sampleOf(all)).toEqual(sorted.slice(0, sampleSize));
      }),
    );
  });

  it('merges in any order and grouping to the same sample as one pass', () => {
    fc.assert(
      fc.property(observations, observations, observations, (a, b, c) => {
        const [x, y, z] = [sampleOf(a), sampleOf(b), sampleOf(c)];
        const whole = sampleOf([...a, ...b, ...c]);
        expect(merged(merged(x, y), z)).toEqual(whole);
        expect(merged(x, merged(y, z))).toEqual(whole);
        expect(merged(z, y, x)).toEqual(whole);
      }),
    );
  });

  it('favours no part of a numbered history: the mean is within 4 standard errors', () => {
    const count = 10_000;
    const sample = sampleOf(numbered(count));
    const mean = sample.reduce((sum, [, value]) => sum + value, 0) / sampleSize;
    const standardError = count / Math.sqrt(12 * sampleSize);
    expect(sample).toHaveLength(sampleSize);
    expect(Math.abs(mean - count / 2)).toBeLessThan(4 * standardError);
  });

  it('survives JSON, and leaves what it merges from alone', () => {
    const from = sampleOf(numbered(300));
    const before = JSON.stringify(from);
    mergeSamples(sampleOf(numbered(300, 300)), from);
    expect(JSON.stringify(from)).toBe(before);
    expect(JSON.parse(before)).toEqual(from);
  });
});
