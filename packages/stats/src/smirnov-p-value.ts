import { pValue } from './p-value.ts';

/**
 * Whether two samples come from one distribution: the p-value of the largest distance D between their distribution functions,
 * from its limit for many values. It sees any difference, of location, spread or shape; with ties it is too large.
 *
 *     1 - P,   P = 1 - 2 Σ (-1)^(k-1) exp(-2 k² λ²),   λ = D √(nm / (n + m))
 *
 *     smirnovPValue([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]) // D = 1, 0.0135
 *
 * N. V. Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of Mathematical Statistics 19
 * (1948). O((n + m) log(n + m)).
 *
 * @throws RangeError if a sample is empty or a value NaN.
 */
export function smirnovPValue(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [new Float64Array(one).toSorted(), new Float64Array(other).toSorted()];
  if (a.length === 0 || b.length === 0 || Number.isNaN(a[a.length - 1]) || Number.isNaN(b[b.length - 1]))
    throw new RangeError('Two samples are compared by their values, at least one each.');
  let [distance, ofA, ofB] = [0, 0, 0];
  while (ofA < a.length && ofB < b.length) {
    const value = Math.min(a[ofA], b[ofB]);
    while (a[ofA] === value) ofA++;
    while (b[ofB] === value) ofB++;
    distance = Math.max(distance, Math.abs(ofA / a.length - ofB / b.length));
  }
  return kolmogorovTail(distance * Math.sqrt((a.length * b.length) / (a.length + b.length)));
}

/** P(K > λ) for the limit K of Kolmogorov. Its terms fall so fast that a hundred are enough from λ = 0.2 on; below it is 1. */
function kolmogorovTail(lambda: number): number {
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k ** 2 * lambda ** 2);
  return pValue(sum);
}
