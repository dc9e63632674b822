import { isTooDeep } from '@faultline/core';
import type { Json } from '@faultline/model';

/**
 * An input or output as it was meant: text that holds a JSON array or object is parsed. It stays text where its type
 * says text, where it does not parse, and where it is nested too deep to be looked at.
 */
export function payloadOf(value: Json | undefined, mimeType: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  const isJson = typeof mimeType === 'string' ? /\bjson\b/i.test(mimeType) : /^\s*[[{]/.test(value);
  if (!isJson) return value;
  try {
    const parsed = JSON.parse(value) as Json;
    return isTooDeep(parsed) ? value : parsed;
  } catch {
    // Instrumentations cut long values off, and some write Python's notation under this type.
    return value;
  }
}
