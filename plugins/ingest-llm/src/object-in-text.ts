import { isTooDeep } from '@faultline/core';
import type { Json } from '@faultline/model';
import { objectIn, type JsonObject } from '@faultline/spans';

/** An object, or the object that a text holds as JSON. */
export function objectInText(value: Json | undefined): JsonObject | undefined {
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return objectIn(value);
  try {
    const parsed = JSON.parse(value) as Json;
    return isTooDeep(parsed) ? undefined : objectIn(parsed);
  } catch {
    // Downloads cut long texts off; the caller keeps what is no JSON as text.
    return undefined;
  }
}
