import { fisherExact } from './fisher-exact.ts';

/**
 * The chance of at least `failures` in the next `trials`, where `failuresBefore` of `trialsBefore` had failed: that of a
 * beta-binomial variable, a binomial one whose rate is known only from before (a beta distribution of a + 1 and n - a).
 *
 *     betaBinomialTail(3, 4, 2, 100) // 0.0002
 *     betaBinomialTail(1, 1, 2, 100) // 3/101, the conformal p-value of one failure
 *
 * The same as Fisher's exact test of the later trials against the earlier ones, so that p <= α happens with a chance of at
 * most α while the rate stays what it is, however few trials there were: P. M. E. Altham, "Exact Bayesian analysis of a 2×2
 * contingency table, and Fisher's exact significance test", JRSS B 31 (1969). O(min(trials, all failures)).
 */
export function betaBinomialTail(
  failures: number,
  trials: number,
  failuresBefore: number,
  trialsBefore: number,
): number {
  return fisherExact(failures, trials - failures, failuresBefore, trialsBefore - failuresBefore).greater;
}
