import { conditionalLogit } from './conditional-logit.ts';

/** What a logistic regression learned. */
export interface LogisticRegression {
  readonly intercept: number;
  readonly weights: Float64Array;
}

/**
 * Learns from rows of figures how likely a row is positive: 1 / (1 + exp(-(intercept + w·x))), of the largest likelihood less
 * penalty |w|² / 2; the intercept goes free. It is the choice between a row and nothing. Scale the figures first: the penalty
 * treats all alike. O(iterations × (rows × features² + features³)).
 *
 *     logisticRegression([[0], [1], [2], [3]], [false, true, false, true], 1) // intercept -0.679, weights [0.453]
 *
 * D. R. Cox, "The regression analysis of binary sequences", JRSS B 20 (1958); S. le Cessie, J. C. van Houwelingen, "Ridge
 * estimators in logistic regression", Applied Statistics 41 (1992).
 *
 * @throws RangeError as `conditionalLogit`, and where all labels are alike: no intercept fits best then
 */
export function logisticRegression(
  rows: readonly ArrayLike<number>[],
  labels: readonly boolean[],
  penalty: number,
): LogisticRegression {
  if (rows.length !== labels.length) throw new RangeError(`There are ${rows.length} rows and ${labels.length} labels.`);
  if (!(labels.includes(true) && labels.includes(false))) throw new RangeError('All labels are alike.');
  const width = rows[0]?.length ?? 0;
  const nothing = new Float64Array(width + 1);
  const choices = rows.map((row, i) => ({
    rows: [Float64Array.from([...Array.from(row), 1]), nothing],
    chosen: labels[i] ? 0 : 1,
  }));
  const penalties = [...Array.from({ length: width }, () => penalty), 0];
  const fitted = conditionalLogit(choices, penalties);
  return { intercept: fitted[width], weights: fitted.subarray(0, width) };
}
