const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  digitOf['0123456789abcdef'.charCodeAt(digit)] = digit;
  digitOf['0123456789ABCDEF'.charCodeAt(digit)] = digit;
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
