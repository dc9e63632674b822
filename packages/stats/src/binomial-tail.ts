import { incompleteBeta } from './incomplete-beta.ts';
import { pValue } from './p-value.ts';

/**
 * The chance of at least `successes` of `trials`, each with the same chance. O(√trials).
 *
 *     binomialTail(9, 10, 0.5) // 0.0107: 11/1024
 *
 * M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions", 1964, 26.5.24.
 */
export function binomialTail(successes: number, trials: number, chance: number): number {
  if (!(successes <= trials && chance >= 0 && chance <= 1))
    throw new RangeError(`There is no chance of ${successes} of ${trials} at ${chance} each.`);
  return successes <= 0 ? 1 : pValue(incompleteBeta(chance, successes, trials - successes + 1).below);
}
