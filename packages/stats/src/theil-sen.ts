import { median } from 'simple-statistics';
import { kendallVariance } from './mann-kendall.ts';
import { z95 } from './wilson-interval.ts';

/** A straight line that a third of the points cannot draw away. */
export interface TheilSen {
  readonly slope: number;
  readonly intercept: number;
  /** Where the slope lies with 95 % confidence. */
  readonly interval: { readonly low: number; readonly high: number };
}

/** For more points than this, fit some of them. */
const mostPoints = 400;

/**
 * The median slope of all pairs of points, and the intercept through the medians.
 *
 *     theilSen([0, 1, 2, 3], [1, 3, 5, 90]) // { slope: 2, … }: the last point does not count for more than one
 *
 * H. Theil, "A rank-invariant method of linear and polynomial regression analysis", Proc. KNAW 53 (1950); P. K. Sen,
 * "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968): the interval, and equal xs.
 * O(n² log n) and O(n²) memory.
 *
 * @returns `undefined` where all xs are equal.
 * @throws RangeError for more than 400 points, 80,000 slopes: take every k-th.
 */
export function theilSen(xs: readonly number[], ys: readonly number[]): TheilSen | undefined {
  if (xs.length !== ys.length) throw new RangeError(`${xs.length} xs and ${ys.length} ys are no points.`);
  if (xs.length > mostPoints) throw new RangeError(`A Theil-Sen line takes ${mostPoints} points, not ${xs.length}.`);
  const slopes = ascendingSlopes(xs, ys);
  const { length } = slopes;
  if (length === 0) return undefined;
  const slope = (slopes[(length - 1) >>> 1] + slopes[length >>> 1]) / 2;
  return { slope, intercept: median([...ys]) - slope * median([...xs]), interval: intervalIn(slopes, xs, ys) };
}

/** Of all pairs with different xs. */
function ascendingSlopes(xs: readonly number[], ys: readonly number[]): Float64Array {
  const slopes = new Float64Array((xs.length * (xs.length - 1)) / 2);
  let count = 0;
  for (let i = 0; i < xs.length; i++)
    for (let j = 0; j < i; j++) if (xs[i] !== xs[j]) slopes[count++] = (ys[i] - ys[j]) / (xs[i] - xs[j]);
  return slopes.subarray(0, count).toSorted();
}

function intervalIn(slopes: Float64Array, xs: readonly number[], ys: readonly number[]): TheilSen['interval'] {
  const reach = z95 * Math.sqrt(Math.max(0, kendallVariance(ys, xs)));
  const low = Math.round((slopes.length - reach) / 2) - 1;
  const high = Math.round((slopes.length + reach) / 2);
  return { low: slopes[Math.max(0, low)], high: slopes[Math.min(slopes.length - 1, high)] };
}
