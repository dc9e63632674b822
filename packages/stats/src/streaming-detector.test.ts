import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';
import { seededRandom } from './seeded-random.ts';
import { StreamingDetector, type StreamedValue, type StreamingDetectorOptions } from './streaming-detector.ts';

const watched = (values: readonly number[], options?: StreamingDetectorOptions): StreamedValue[] => {
  const detector = new StreamingDetector(options);
  return values.map((value) => detector.next(value));
};
const alarms = (values: readonly number[], options?: StreamingDetectorOptions): number[] =>
  watched(values, options).flatMap(({ isAlarm }, index) => (isAlarm ? [index] : []));
const lognormal = (length: number, seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length }, () => Math.exp(normalQuantile((1 + random() * 2 ** 32) / (2 ** 32 + 2))));
};

describe('StreamingDetector', () => {
  it('finds the value that is far from all others, on either side, and says so once', () => {
    const usual = Array.from({ length: 400 }, (_, index) => 50 + ((index * 37) % 100) / 10);
    expect(alarms(usual)).toEqual([]);
    expect(alarms(usual.with(300, 90))).toEqual([300]);
    expect(alarms(usual.with(300, 10))).toEqual([300]);
    expect(alarms(usual.with(300, 90).with(301, 90).with(302, 90))).toEqual([300]);
  });

  it('finds the value that is usual, but not at this time of the season', () => {
    const random = seededRandom(5);
    const daily = Array.from({ length: 960 }, (_, at) => (at % 48 < 24 ? 10 : 20) + random());
    const options = { learning: 200 };
    // Midnight's load at noon, once: the next day differs from it.
    const missed = daily.with(510, 10.5).with(511, 10.4);
    expect(watched(daily, options).filter(({ p }) => p < 0.001)).toEqual([]);
    expect(alarms(missed, options)).toContain(510);
    expect(watched(missed, options)[510]?.p).toBeLessThan(0.001);
    // With too few values to learn from, the season is not known.
    expect(watched(missed, { learning: 90 })[510]?.p).toBeGreaterThan(0.05);
  });

  it('finds what stands still, or shakes', () => {
    const random = seededRandom(6);
    const usual = Array.from({ length: 1500 }, random);
    const still = usual.map((value, at) => (at >= 1200 && at < 1240 ? 0.5 : value));
    const shaking = usual.map((value, at) => (at >= 1200 && at < 1240 ? at % 2 : value));
    for (const values of [still, shaking]) {
      const found = alarms(values, { learning: 500 });
      expect(found.some((at) => at >= 1200 && at < 1240)).toBe(true);
    }
    expect(alarms(usual, { learning: 500, alpha: 0.0005 })).toEqual([]);
  });

  it('gives another alarm for what is farther still, and after the quiet time', () => {
    const usual = Array.from({ length: 400 }, (_, index) => 50 + ((index * 37) % 100) / 10);
    const options = { learning: 100, quiet: 20 };
    expect(alarms(usual.with(300, 62).with(301, 75), options)).toEqual([300, 301]);
    expect(alarms(usual.with(300, 90).with(320, 90), options)).toEqual([300]);
    expect(alarms(usual.with(300, 90).with(321, 90), options)).toEqual([300, 321]);
  });

  it('is silent while it learns, and where all values are alike', () => {
    expect(watched([1, 2, 1e9], { learning: 3 }).map(({ p }) => p)).toEqual([1, 1, 1]);
    expect(alarms(Array.from({ length: 500 }, () => 7))).toEqual([]);
  });

  it('has a p-value at most α for about a share α of heavy-tailed values', () => {
    const pValues = watched(lognormal(20_000, 1), { learning: 1000 })
      .slice(1000)
      .map(({ p }) => p);
    for (const alpha of [0.05, 0.01]) {
      const share = pValues.filter((p) => p <= alpha).length / pValues.length;
      expect(Math.abs(share - alpha)).toBeLessThan(5 * Math.sqrt((alpha * (1 - alpha)) / pValues.length));
    }
  });

  it('says what its p-value rests on', () => {
    const values = lognormal(2000, 2);
    const far = watched([...values, 1e4], { learning: 1000 }).at(-1);
    expect(far?.guarantee).toBe('extrapolated');
    expect(far?.p).toBeLessThan(1 / 2001);
    expect(watched([...values, 3], { learning: 1000 }).at(-1)?.guarantee).toBe('exact');
  });

  it('forgets: a level that lasts becomes the usual one', () => {
    const values = [...lognormal(1000, 3), ...lognormal(1500, 4).map((value) => value + 1000)];
    const far = (at: number): number => watched([...values.slice(0, at), 1], { memory: 1000 }).at(-1)?.p ?? NaN;
    expect(far(1000)).toBeGreaterThan(0.1);
    expect(far(2500)).toBeLessThan(0.002);
  });

  it('follows scale and shift', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: -3, max: 3 }), (seed, exponent) => {
        const values = lognormal(300, seed);
        // Powers of two: exact.
        expect(alarms(values.map((value) => -value * 2 ** exponent))).toEqual(alarms(values));
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what is not finite, and options that make no sense', () => {
    expect(() => watched([1, NaN])).toThrow('not NaN');
    expect(() => new StreamingDetector({ alpha: 0 })).toThrow('not 0');
    expect(() => new StreamingDetector({ learning: 100, memory: 50 })).toThrow('does not hold 100');
  });
});
