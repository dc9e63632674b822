import type { Json } from '@faultline/model';

/** The keys and values of an object. Empty: it is none. */
export const entriesOf = (payload: Json | undefined): readonly (readonly [key: string, value: Json])[] =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? Object.entries(payload) : [];

/** The value under a key of an object. `undefined`: it is none, or has no such key. */
export function valueAt(payload: Json | undefined, key: string): Json | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  // What is neither null nor an array is an object with keys.
  return Object.hasOwn(payload, key) ? (payload as Readonly<Record<string, Json>>)[key] : undefined;
}

/** What a text that holds JSON says; any other value as it is. `undefined`: it does not parse. */
export function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return undefined;
  }
}
