/**
 * The value of b₀ + a₁/(b₁ + a₂/(b₂ + …)), to the last digits of a double.
 *
 *     continuedFraction(() => 1, () => 1) // 1.618033988749895
 *
 * W. J. Lentz, "Generating Bessel functions in Mie scattering calculations using continued fractions", Applied Optics 15
 * (1976), as modified by I. J. Thompson, A. R. Barnett, J. Computational Physics 64 (1986).
 */
export function continuedFraction(numerator: (i: number) => number, denominator: (i: number) => number): number {
  let value = orTiny(denominator(0));
  let c = value;
  let d = 0;
  for (let i = 1; i <= mostTerms; i++) {
    const a = numerator(i);
    const b = denominator(i);
    d = 1 / orTiny(b + a * d);
    c = orTiny(b + a / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return value;
}

/** Those in use here need some times the square root of their arguments; the limit only guards against rounding in circles. */
const mostTerms = 100_000;
const orTiny = (x: number): number => (x === 0 ? 1e-150 : x);
