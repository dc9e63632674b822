import { CLOSE_OBJECT, COMMA, SPACE } from '@faultline/spans';

const ZERO = 0x30;
const FIVE = 0x35;

/** The number at `at`, if `enumEnd` finds one there. */
export const enumAt = (bytes: Uint8Array, at: number): number => bytes[at]! - ZERO;

/** The end of the kind or status code at `at`: one digit from 0 to 5, and nothing else. -1: it is none. */
export function enumEnd(bytes: Uint8Array, at: number): number {
  const next = bytes[at + 1]!;
  const isAlone = next === COMMA || next === CLOSE_OBJECT || (next <= SPACE && next !== 0);
  return isAlone && bytes[at]! >= ZERO && bytes[at]! <= FIVE ? at + 1 : -1;
}
