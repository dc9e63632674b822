import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changePoints } from './change-points.ts';
import { seededRandom } from './seeded-random.ts';

const uniform = (length: number, seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length }, random);
};
const indices = (values: readonly number[]): number[] => changePoints(values).map(({ index }) => index);

describe('changePoints', () => {
  it('describes the change of its drawing', () => {
    expect(changePoints([5, 6, 5, 6, 5, 6, 5, 6, 9, 8, 9, 8, 9, 8, 9, 8])).toEqual([
      { index: 8, medianBefore: 5.5, medianAfter: 8.5, shift: 3, pValue: 0.001 },
    ]);
  });

  // G. W. Cobb, "The problem of the Nile", Biometrika 65 (1978): the flow at Aswan, 1871 to 1970, falls in 1899.
  it('finds the change of the Nile in 1899', () => {
    const changes = changePoints(nile);
    expect(changes.map(({ index }) => 1871 + index)).toEqual([1899]);
    expect(changes[0].pValue).toBe(0.001);
    expect(changes[0].shift).toBe(-260);
  });

  it('finds nothing in nothing, in one value, in equal values and in too few', () => {
    for (const values of [[], [1], Array.from({ length: 100 }, () => 7), [1, 1, 1, 1, 9, 9, 9, 9]])
      expect(changePoints(values)).toEqual([]);
  });

  it('finds a change in at most 3 % of stretches that have none, of whatever length', () => {
    for (const length of [20, 50, 200]) {
      let found = 0;
      for (let seed = 0; seed < 1000; seed++) if (changePoints(uniform(length, seed)).length > 0) found++;
      expect(found).toBeLessThan(30);
    }
  });

  it('takes a load that drifts for no row of changes', () => {
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      let drift = 0;
      const drifting = uniform(200, seed).map((value) => (drift = 0.6 * drift + value));
      if (changePoints(drifting).length > 0) found++;
    }
    expect(found).toBeLessThan(20);
  });

  it('ignores the tails: one value, however large, is no change', () => {
    const values = uniform(60, 3);
    expect(indices(values.with(30, 1e300))).toEqual(indices(values.with(30, 2)));
    expect(indices(values.with(30, 1e300))).toEqual([]);
  });

  it('finds a level that comes and goes, with the median of each', () => {
    const values = uniform(150, 5).map((value, i) => (i >= 50 && i < 100 ? value + 2 : value));
    const changes = changePoints(values);
    expect(changes.map(({ index }) => Math.round(index / 10))).toEqual([5, 10]);
    expect(changes[0].medianAfter).toBe(changes[1].medianBefore);
    expect(changes.every(({ pValue }) => pValue <= 0.002)).toBe(true);
  });

  it('gives a p-value at most α to at most a share α of stretches without a change, wherever it is asked for', () => {
    const pValues = Array.from({ length: 400 }, (_, seed) => {
      const changes = changePoints(uniform(14, seed), { penalty: 0, minimumLength: 5 });
      return changes[0].pValue;
    });
    for (const alpha of [0.05, 0.2, 0.5]) {
      const share = pValues.filter((p) => p <= alpha).length / pValues.length;
      expect(share).toBeLessThan(alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / pValues.length));
    }
  });

  it('mirrors in time', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 15, max: 45 }), (seed, change) => {
        const values = uniform(60, seed).map((value, i) => (i < change ? value : value + 1.5));
        const mirrored = indices(values.toReversed()).map((index) => values.length - index);
        expect(mirrored.toReversed()).toEqual(indices(values));
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what is not finite, and options that make no sense', () => {
    expect(() => changePoints([1, NaN])).toThrow('Value 1 is not finite');
    expect(() => changePoints([], { penalty: -1 })).toThrow('not negative');
    expect(() => changePoints([], { minimumLength: 0 })).toThrow('number of values');
  });
});

const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];
