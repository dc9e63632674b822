import { colonEnd, plainEnd, QUOTE, valueEnd } from '@faultline/spans';

/**
 * After the value of the member whose name begins at `at`, which is passed over. -1: it is not JSON, or its name has an
 * escape, which may spell a known one.
 */
export function memberEnd(bytes: Uint8Array, at: number): number {
  const end = plainEnd(bytes, at + 1);
  if (bytes[end] !== QUOTE) return -1;
  const value = colonEnd(bytes, end + 1);
  return value < 0 ? -1 : valueEnd(bytes, value);
}
