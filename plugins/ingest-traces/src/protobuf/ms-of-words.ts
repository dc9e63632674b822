const word = 2 ** 32;

/**
 * Nanoseconds since the epoch, as the two words of a fixed64, in milliseconds: the double nearest to the exact value,
 * the same as from decimal digits. Every step but the last is exact, so no BigInt is needed.
 */
export function msOfWords(high: number, low: number): number {
  const rest = (high % 1e6) * word + low;
  return Math.floor(high / 1e6) * word + Math.floor(rest / 1e6) + (rest % 1e6) / 1e6;
}
