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

/**
 * The same from bytes, into `times[index]`, for the nineteen digits of any instant from 2001 to 2286; gives the first byte
 * after them. -1: there are not nineteen, or the first is 0.
 */
export function readMsOfNanos(bytes: Uint8Array, from: number, times: Float64Array, index: number): number {
  // Parts of up to nine digits are small integers, which are faster than doubles.
  const whole = digitsOf(bytes, from, 9);
  const ms = digitsOf(bytes, from + 9, 4);
  const rest = digitsOf(bytes, from + 13, 6);
  if (whole < 100_000_000 || (ms | rest) < 0) return -1;
  times[index] = whole * 1e4 + ms + rest / 1e6;
  return from + 19;
}

/** A number of so many digits. Negative: one of them is no digit. */
function digitsOf(bytes: Uint8Array, from: number, count: number): number {
  let number = 0;
  let signs = 0;
  for (let at = from; at < from + count; at++) {
    const digit = bytes[at] - 0x30;
    signs |= digit | (9 - digit);
    number = number * 10 + digit;
  }
  return signs < 0 ? -1 : number;
}
