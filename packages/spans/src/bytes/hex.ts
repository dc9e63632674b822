const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  digitOf['0123456789abcdef'.charCodeAt(digit)] = digit;
  digitOf['0123456789ABCDEF'.charCodeAt(digit)] = digit;
}

/** The same for any byte. */
const digitOfByte = new Int8Array(256).fill(-1);
digitOfByte.set(digitOf);

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
export function readHexWord(bytes: Uint8Array, from: number, words: Uint32Array, index: number): boolean {
  let word = 0;
  let signs = 0;
  for (let at = from; at < from + 8; at++) {
    const digit = digitOfByte[bytes[at]];
    signs |= digit;
    word = (word << 4) | digit;
  }
  words[index] = word;
  return signs >= 0;
}
