/** When a CUSUM chart says that the level changed. */
export interface CusumAlarm {
  /** The score at which the sum passed the threshold. */
  readonly index: number;
  /** The first score after the sum was last zero: the most likely one of the change. */
  readonly startIndex: number;
  readonly direction: 'up' | 'down';
}

/** How a chart is set. */
export interface CusumOptions {
  /** Half the shift to be found, in standard deviations: what a score may be off before it adds to the sum. */
  readonly reference?: number;
  /** The sum above which the chart gives an alarm, in standard deviations. */
  readonly threshold?: number;
}

/**
 * The first lasting shift in scores that are standard normal while nothing changes, up or down; undefined if there is
 * none. Adds up what scores exceed the reference by, never below zero:
 *
 *     up = max(0, up + score − reference)      down = max(0, down − score − reference)
 *
 * With the defaults the mean distance between false alarms is 465 scores, and a shift by one standard deviation is
 * found after 10.4 on the mean. For measurements, score each one against its history: Φ⁻¹ of its mid-rank (see
 * `normalScores`). O(n).
 *
 *     cusum([0, 0, 0, 2, 2, 2, 2]) // { index: 6, startIndex: 3, direction: 'up' }
 *
 * E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954); figures from D. C. Montgomery, "Introduction to
 * statistical quality control".
 *
 * @throws RangeError if a score is NaN.
 */
export function cusum(
  scores: Iterable<number>,
  { reference = 0.5, threshold = 5 }: CusumOptions = {},
): CusumAlarm | undefined {
  let up = 0;
  let upStart = 0;
  let down = 0;
  let downStart = 0;
  let index = 0;
  for (const score of scores) {
    if (Number.isNaN(score)) throw new RangeError(`Score ${index} is NaN.`);
    up = Math.max(0, up + score - reference);
    down = Math.max(0, down - score - reference);
    if (up > threshold) return { index, startIndex: upStart, direction: 'up' };
    if (down > threshold) return { index, startIndex: downStart, direction: 'down' };
    index++;
    if (up === 0) upStart = index;
    if (down === 0) downStart = index;
  }
  return undefined;
}
