import { hexWord } from '../bytes/hex.ts';

/** An id of sixteen bytes. */
export type TraceWords = readonly [a: number, b: number, c: number, d: number];

/** The four words of thirty-two hex digits. `undefined`: it is another text. */
export function wordsOf(id: string): TraceWords | undefined {
  if (id.length !== 32) return undefined;
  const words = [hexWord(id, 0), hexWord(id, 8), hexWord(id, 16), hexWord(id, 24)] as const;
  return words.includes(-1) ? undefined : words;
}
