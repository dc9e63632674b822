/**
 * The q-value of each p-value, in the order given: rejecting all hypotheses with q <= α, at most a share of α of what is
 * rejected is expected to be rejected wrongly. For tests that are independent, or err in the same direction.
 *
 *     q₍ᵢ₎ = min over j >= i of m p₍ⱼ₎ / j
 *
 *     benjaminiHochberg([0.01, 0.5, 0.02]) // [0.03, 0.5, 0.03]
 *
 * Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate: a practical and powerful approach to multiple testing",
 * JRSS B 57 (1995); under positive dependence: Y. Benjamini, D. Yekutieli, Annals of Statistics 29 (2001). O(m log m).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const fromLargest = pValues.map((_, index) => index).toSorted((a, b) => pValues[b] - pValues[a]);
  const qValues = Array.from(pValues);
  let least = 1;
  for (const [above, index] of fromLargest.entries()) {
    least = Math.min(least, (count * pValues[index]) / (count - above));
    // Rounding must not make a q-value smaller than its p-value.
    qValues[index] = Math.max(least, pValues[index]);
  }
  return qValues;
}
