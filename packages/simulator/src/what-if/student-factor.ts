import { normalQuantile } from '../normal-quantile.ts';

/**
 * How much wider an interval of 95 % is whose width is estimated from so many values than one whose width is known:
 * Student's quantile over that of the normal distribution. To 0.001 from 5 values on.
 *
 *     5 values: 1.416     10: 1.154     50: 1.025
 *
 * M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.5.
 */
export function studentFactor(values: number): number {
  const n = values - 1;
  const z2 = normalQuantile(0.975) ** 2;
  return (
    1 +
    (z2 + 1) / (4 * n) +
    ((5 * z2 + 16) * z2 + 3) / (96 * n ** 2) +
    (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * n ** 3) +
    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / (92_160 * n ** 4)
  );
}
