import type { Json } from '@faultline/model';

/**
 * About how many characters a payload has as text, without escapes and punctuation. Texts are not read: O(values and keys).
 * Iterative.
 */
export function payloadSize(payload: Json): number {
  let size = 0;
  const pending: Json[] = [payload];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string') size += value.length + 2;
    else if (typeof value !== 'object' || value === null) size += 5;
    else if (Array.isArray(value)) for (const part of value as readonly Json[]) pending.push(part);
    else
      for (const key of Object.keys(value)) {
        size += key.length + 3;
        // It is a key of this object.
        pending.push((value as Readonly<Record<string, Json>>)[key]!);
      }
  }
  return size;
}
