/** Below this a comparison sort is faster than clearing counters. */
const FEWEST_FOR_RADIX = 4096;
/** Values of one digit: keys are read as numbers of base 65,536. */
const BASE = 2 ** 16;

/**
 * The nodes of `order` by ascending key; equal keys keep their order. Keys are integers of any sign.
 * O(n) for long columns (radix sort from the least digit up), O(n log n) below some thousand.
 */
export function sortedBy(keys: Float64Array, order: Uint32Array): Uint32Array {
  if (isSortedBy(keys, order)) return order;
  if (order.length < FEWEST_FOR_RADIX) return order.toSorted((a, b) => keys[a] - keys[b]);

  let least = Infinity;
  let greatest = -Infinity;
  for (let at = 0; at < order.length; at++) {
    const key = keys[order[at]];
    if (key < least) least = key;
    if (key > greatest) greatest = key;
  }
  const digits = new Uint16Array(keys.length);
  let sorted = order;
  for (let unit = 1; unit <= greatest - least; unit *= BASE) {
    // Powers of two have exact inverses. Typed arrays store the whole part modulo their range, which is what a digit is.
    const scale = 1 / unit;
    for (let node = 0; node < keys.length; node++) digits[node] = (keys[node] - least) * scale;
    sorted = sortedByDigit(digits, sorted);
  }
  return sorted;
}

function isSortedBy(keys: Float64Array, order: Uint32Array): boolean {
  for (let at = 1; at < order.length; at++) if (keys[order[at - 1]] > keys[order[at]]) return false;
  return true;
}

function sortedByDigit(digits: Uint16Array, order: Uint32Array): Uint32Array {
  const free = new Uint32Array(BASE + 1);
  for (let at = 0; at < order.length; at++) free[digits[order[at]] + 1]++;
  for (let digit = 0; digit < BASE; digit++) free[digit + 1] += free[digit];
  const sorted = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) sorted[free[digits[order[at]]]++] = order[at];
  return sorted;
}
