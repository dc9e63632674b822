const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
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
  let digits = 0;
  let at = first;
  for (; bytes[at] >= ZERO && bytes[at] <= NINE; at++) digits = digits * 10 + bytes[at] - ZERO;
  if (at === first || (bytes[first] === ZERO && at > first + 1)) return -1;
  let fraction = 0;
  if (bytes[at] === POINT) {
    const point = at++;
    for (; bytes[at] >= ZERO && bytes[at] <= NINE; at++) digits = digits * 10 + bytes[at] - ZERO;
    fraction = at - point - 1;
    if (fraction === 0) return -1;
  }
  if (at - first > exactDigits || (bytes[at] | 0x20) === 0x65) return -1;
  const size = fraction === 0 ? digits : digits / powers[fraction];
  numbers[0] = first === from ? size : -size;
  return at;
}
