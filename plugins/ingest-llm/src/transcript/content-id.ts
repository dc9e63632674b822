import type { Json } from '@faultline/model';

/** An id for what has none: 16 hex digits that depend on the content only (two FNV-1a hashes of 32 bits). O(size). */
export function contentId(value: Json): string {
  const text = JSON.stringify(value);
  let first = 0x811c9dc5;
  let second = 0x01234567;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x01000193) ^ (second >>> 15);
  }
  return [first, second].map((hash) => (hash >>> 0).toString(16).padStart(8, '0')).join('');
}
