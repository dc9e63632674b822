import { incompleteGamma } from './incomplete-gamma.ts';
import { pValue } from './p-value.ts';

/**
 * The chance of at least `count` events where `expected` are expected, if they come independently. O(√count).
 *
 *     poissonTail(3, 0.5) // 0.0144
 *
 * M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions", 1964, 26.4.21.
 */
export function poissonTail(count: number, expected: number): number {
  return count <= 0 ? 1 : pValue(incompleteGamma(count, expected).below);
}
