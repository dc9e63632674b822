/**
 * Nanoseconds since the epoch, as decimal digits, in milliseconds: the double nearest to the exact value. Both parts are
 * exact integers, so the only rounding that shows is the one of the sum; no BigInt is needed. NaN where it is no number.
 *
 *     "1544712660000250000" -> 1544712660000 + 250000 / 1e6 = 1544712660000.25
 */
export function msOfNanos(digits: string): number {
  if (!/^\d{1,20}$/.test(digits)) return Number.NaN;
  return Number(digits.slice(0, -6)) + Number(digits.slice(-6)) / 1e6;
}
