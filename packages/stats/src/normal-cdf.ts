import { incompleteGamma } from './incomplete-gamma.ts';

/**
 * The chance that a standard normal variable is at most z: Φ(z), to 13 digits, in the lower tail too. The table of
 * simple-statistics has four.
 *
 *     normalCdf(-1.959963984540054) // 0.025
 *
 * Φ(-z) = Q(1/2, z²/2) / 2: M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions", 1964, 26.2.30 and 26.4.19.
 */
export function normalCdf(z: number): number {
  const tail = incompleteGamma(0.5, (z * z) / 2).above / 2;
  return z < 0 ? tail : 1 - tail;
}
