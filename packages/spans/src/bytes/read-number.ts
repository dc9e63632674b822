import { digitsEnd } from './json-bytes.ts';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** So many digits are below 2^53, so that arithmetic on them is exact. */
const exactDigits = 15;
const powers = Float64Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent);

/**
 * A short decimal number, into `numbers[0]`; gives its end. -1: it has more than fifteen digits, or an exponent, or is
 * not JSON. Both parts of the quotient are exact, so that it is the nearest double, as JSON.parse gives it.
 *
 *     -0.25   ->   -(25 / 10^2)
 */
export function readNumber(bytes: Uint8Array, from: number, numbers: Float64Array): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  const point = digitsEnd(bytes, first);
  if (point === first || (bytes[first] === ZERO && point > first + 1)) return -1;
  const hasFraction = bytes[point] === POINT;
  const end = hasFraction ? digitsEnd(bytes, point + 1) : point;
  if ((hasFraction && end === point + 1) || end - first > exactDigits || (bytes[end] | 0x20) === 0x65) return -1;
  let digits = 0;
  for (let at = first; at < end; at++) if (at !== point) digits = digits * 10 + bytes[at] - ZERO;
  const size = hasFraction ? digits / powers[end - point - 1] : digits;
  numbers[0] = first === from ? size : -size;
  return end;
}
