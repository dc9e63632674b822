import type { Json } from '@faultline/model';

/** A text that is the same for equal values, whatever the order of keys. Payloads are bounded in depth. */
export const canonicalText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : (JSON.stringify(value, inKeyOrder) ?? '');

function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
