import { binomialTail } from './binomial-tail.ts';

/**
 * The two-sided p-value of a comparison of two methods on the same cases, of which the first alone is right in
 * `onlyFirst`, the second alone in `onlySecond`: exact, by the binomial distribution. Cases on which they agree say nothing.
 *
 *     mcNemar(10, 2) // 0.0386
 *
 * Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
 * Psychometrika 12 (1947).
 */
export const mcNemar = (onlyFirst: number, onlySecond: number): number =>
  Math.min(1, 2 * binomialTail(Math.max(onlyFirst, onlySecond), onlyFirst + onlySecond, 0.5));
