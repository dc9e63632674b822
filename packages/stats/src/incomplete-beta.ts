import { gammaln } from 'simple-statistics';
import { continuedFraction } from './continued-fraction.ts';

/** The shares of a beta distribution below and above a value. */
export interface BetaShares {
  readonly below: number;
  readonly above: number;
}

/**
 * The regularised incomplete beta function I_x(a, b) and 1 - I_x(a, b). Whichever is the smaller keeps its digits: 12 of
 * them up to a + b = 1e4, 9 up to 1e7. O(√(a + b)).
 *
 *     incompleteBeta(0.5, 2, 3) // { below: 0.6875, above: 0.3125 }
 *
 * M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions", 1964, 26.5.8 (the continued fraction) and 26.5.2
 * (the reflection where that converges slowly).
 *
 * @param x between 0 and 1
 * @param a above 0
 * @param b above 0
 */
export function incompleteBeta(x: number, a: number, b: number): BetaShares {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0))
    throw new RangeError(`There is no incomplete beta function of ${a} and ${b} at ${x}.`);
  if (x === 0) return { below: 0, above: 1 };
  if (x === 1) return { below: 1, above: 0 };
  if (x <= (a + 1) / (a + b + 2)) {
    const below = smallerShare(Math.log(x), Math.log1p(-x), x, a, b);
    return { below, above: 1 - below };
  }
  const above = smallerShare(Math.log1p(-x), Math.log(x), 1 - x, b, a);
  return { below: 1 - above, above };
}

function smallerShare(logX: number, logRest: number, x: number, a: number, b: number): number {
  const logFactor = a * logX + b * logRest + gammaln(a + b) - gammaln(a) - gammaln(b);
  const fraction = continuedFraction(
    (i) => {
      const m = i >> 1;
      const scale = (a + i - 1) * (a + i);
      return i % 2 === 0 ? (m * (b - m) * x) / scale : (-(a + m) * (a + b + m) * x) / scale;
    },
    () => 1,
  );
  return Math.exp(logFactor) / (a * fraction);
}
