import { incompleteBeta } from './incomplete-beta.ts';
import { pValue } from './p-value.ts';

/**
 * The chance of at least `count` events in the next run, where `total` were seen in `runs` earlier ones: that of a negative
 * binomial variable, a Poisson one whose rate is known only from the earlier runs (a gamma distribution of shape total + 1
 * and rate n).
 *
 *     P(X >= k) = I_{1/(n+1)}(k, total + 1)
 *
 *     negativeBinomialTail(5, 100, 100) // 0.0042; a Poisson with the rate 1, taken for certain, says 0.0037
 *     negativeBinomialTail(5, 1, 1)     // 0.11
 *
 * The same as the exact conditional test, the chance that at least k of all total + k events fall into one run of n + 1, so
 * that a share of at most α of runs has p <= α while events come independently at one rate, however short the history: J.
 * Przyborowski, H. Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika 31 (1940).
 * Where counts of single runs are kept, conformal p-values do without that assumption. O(√(total + count)).
 */
export function negativeBinomialTail(count: number, total: number, runs: number): number {
  if (!(total >= 0 && runs >= 0)) throw new RangeError(`There are no ${total} events in ${runs} runs.`);
  return count <= 0 ? 1 : pValue(incompleteBeta(1 / (runs + 1), count, total + 1).below);
}
