/**
 * A finite value to six significant digits. What is learned and what is held against it are both rounded, so that ranks
 * keep their meaning (rounding never turns an order around), and a state is half as large as with all digits. Idempotent.
 *
 *     sixDigits(1234.56789) // 1234.57
 */
export function sixDigits(value: number): number {
  const magnitude = Math.abs(value);
  // Zero without a sign: JSON has one zero only.
  if (magnitude < 1e6 && Number.isInteger(value)) return value + 0;
  if (magnitude < 1e-9 || magnitude >= 1e15) return Number(value.toPrecision(6));
  const digits = 5 - Math.floor(Math.log10(magnitude));
  if (digits >= 0) return Math.round(value * powers[digits]!) / powers[digits]!;
  return Math.round(value / powers[-digits]!) * powers[-digits]!;
}

/** Of ten, as far as they are exact. */
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
