import type { ByteView } from './byte-view.ts';

/** A byte order mark inside an input is text like any other. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Below this length a loop is faster than the decoder. */
const longestLooped = 24;

/** The text that some bytes spell. What is not UTF-8 becomes U+FFFD. */
export function textOfUtf8(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > longestLooped) return decoder.decode(bytes.subarray(from, to));
  let text = '';
  for (let at = from; at < to; at++) {
    if (bytes[at] > 127) return decoder.decode(bytes.subarray(from, to));
    text += String.fromCharCode(bytes[at]);
  }
  return text;
}

/** The text that the content of a JSON text spells, escapes and all. The content must be valid. */
export function textOfJson(bytes: Uint8Array, from: number, to: number): string {
  const text = textOfUtf8(bytes, from, to);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}

/** A mix of all bytes. */
export function hashOfBytes({ bytes, view }: ByteView, from: number, to: number): number {
  let hash = to - from;
  const last = to - 4;
  if (last < from) for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x9e3779b1);
  else {
    for (let at = from; at < last; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ view.getInt32(last, true), 0x85ebca6b);
  }
  return hash ^ (hash >>> 13);
}
