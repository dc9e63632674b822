import { mean, medianSorted, quantileSorted, standardDeviation } from 'simple-statistics';

/**
 * How far a value lies above its history, in what would be standard deviations if that were normal: by mean and standard
 * deviation, by median and median absolute deviation, and as Tukey's fences do, from the upper quartile on, by the distance
 * of the quartiles.
 */
export type UsualScores = Readonly<Record<'z' | 'MAD' | 'IQR', number>>;

/** Of the standard normal distribution: the upper quartile, which is also its median absolute deviation. */
const upperQuartile = 0.6744897501960817;

/** What alarms are usually made of. */
export function usualScores(history: readonly number[], value: number): UsualScores {
  const sorted = history.toSorted(ascending);
  const median = medianSorted(sorted);
  const deviations = sorted.map((one) => Math.abs(one - median)).toSorted(ascending);
  const upper = quantileSorted(sorted, 0.75);
  const between = upper - quantileSorted(sorted, 0.25);
  return {
    z: over(value - mean(sorted), standardDeviation(sorted)),
    MAD: over(value - median, medianSorted(deviations) / upperQuartile),
    IQR: upperQuartile + over(value - upper, between / (2 * upperQuartile)),
  };
}

const ascending = (a: number, b: number): number => a - b;

/** Where nothing varies, any difference is beyond measure. */
const over = (excess: number, spread: number): number => (excess === 0 ? 0 : excess / spread);
