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
export function readMsOfNanos(view: DataView, from: number, times: Float64Array, index: number): number {
  // Four digits at a time, of which the last two times some overlap those before.
  const a = fourDigits(view.getInt32(from, true));
  const b = fourDigits(view.getInt32(from + 4, true));
  const c = fourDigits(view.getInt32(from + 8, true));
  const d = fourDigits(view.getInt32(from + 12, true));
  const e = fourDigits(view.getInt32(from + 15, true));
  if (a < 1000 || (b | c | d | e) < 0) return -1;
  const lastOfMs = Math.floor(d / 1000);
  const rest = (d - lastOfMs * 1000) * 1000 + (e % 1000);
  times[index] = (a * 10_000 + b) * 100_000 + (c * 10 + lastOfMs) + rest / 1e6;
  return from + 19;
}

/** Four decimal digits, the first in the lowest byte, as a number. Negative: one of them is no digit. */
function fourDigits(word: number): number {
  // Digits are 0x30 to 0x39; 0x3a and above leave their sixteen when six is added.
  if ((((word & 0xf0f0f0f0) ^ 0x30303030) | (((word + 0x06060606) & 0xf0f0f0f0) ^ 0x30303030)) !== 0) return -1;
  const digits = word & 0x0f0f0f0f;
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return (pairs & 255) * 100 + (pairs >>> 16);
}
