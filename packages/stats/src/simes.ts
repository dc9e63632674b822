/**
 * One p-value for several tests: small if any of them is convincing, or several are fairly so. Keeps its promise for
 * independent tests and for those that err in the same direction.
 *
 *     min over i of m p₍ᵢ₎ / i
 *
 *     simes([0.01, 0.04, 0.6]) // 0.03
 *
 * R. J. Simes, "An improved Bonferroni procedure for multiple tests of significance", Biometrika 73 (1986); under positive
 * dependence: S. K. Sarkar, C.-K. Chang, JASA 92 (1997). O(m log m). 1 for no tests.
 */
export function simes(pValues: readonly number[]): number {
  const count = pValues.length;
  if (count === 1) return Math.min(1, pValues[0]);
  return pValues.toSorted((a, b) => a - b).reduce((least, p, index) => Math.min(least, (count * p) / (index + 1)), 1);
}
