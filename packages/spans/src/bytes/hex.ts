const digitOf = new Int8Array(128).fill(-1);
/** The number of two digits, by their bytes as a word of 16 bits. */
const pairOf = new Int16Array(2 ** 16).fill(-1);

const codes = Uint8Array.from('0123456789abcdefABCDEF', (digit) => digit.charCodeAt(0));
const numberOf = (code: number): number => Number.parseInt(String.fromCharCode(code), 16);
for (const high of codes) {
  digitOf[high] = numberOf(high);
  for (const low of codes) pairOf[high * 256 + low] = numberOf(high) * 16 + numberOf(low);
}

const byteTexts = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight hex digits of a text as a number; -1 where one of them is no hex digit. */
export function hexWord(text: string, from: number): number {
  let word = 0;
  for (let at = from; at < from + 8; at++) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? digitOf[code] : -1;
    if (digit < 0) return -1;
    word = word * 16 + digit;
  }
  return word;
}

/** A number of 32 bits as eight lower-case hex digits. */
export const hexText = (word: number): string =>
  byteTexts[word >>> 24] + byteTexts[(word >>> 16) & 255] + byteTexts[(word >>> 8) & 255] + byteTexts[word & 255];

/**
 * Eight hex digits of UTF-8 as a number, into `words[index]`. False where one of them is no hex digit. (A number that is
 * given back would be an object of its own where it is above 2^31.)
 */
export function readHexWord(view: DataView, from: number, words: Uint32Array, index: number): boolean {
  const a = pairOf[view.getUint16(from)];
  const b = pairOf[view.getUint16(from + 2)];
  const c = pairOf[view.getUint16(from + 4)];
  const d = pairOf[view.getUint16(from + 6)];
  words[index] = (a << 24) | (b << 16) | (c << 8) | d;
  return (a | b | c | d) >= 0;
}
