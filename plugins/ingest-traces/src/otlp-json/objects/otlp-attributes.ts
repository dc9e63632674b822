import type { Json } from '@faultline/model';
import { decodedValue, scalarOf } from '../../any-value.ts';
import { fieldsOf, type Fields } from '../fields.ts';
import type { OtlpMendings } from './otlp-mendings.ts';

/**
 * Reads a list of attributes, or a plain object, one by one.
 * @throws FaultlineError where a value is nested too deep; when strict, at any departure.
 */
export function readAttributes(
  attributes: unknown,
  mendings: OtlpMendings,
  take: (key: string, value: Json) => void,
): void {
  if (attributes === undefined || attributes === null) return;
  const isList = Array.isArray(attributes);
  if (!isList) mendings.add('ingest/plain-attributes', 'attributes');
  const entries: readonly unknown[] = isList ? attributes : Object.entries(fieldsOf(attributes) ?? {}).map(keyed);
  for (const entry of entries) {
    const { key, value } = (entry ?? {}) as Fields;
    if (typeof key === 'string') take(key, scalarOf(value) ?? decoded(value, key, mendings));
  }
}

/** Attributes by key; the last of several counts. Throws as `readAttributes` does. */
export function attributeMap(attributes: unknown, mendings: OtlpMendings): ReadonlyMap<string, Json> {
  const map = new Map<string, Json>();
  readAttributes(attributes, mendings, (key, value) => map.set(key, value));
  return map;
}

const keyed = ([key, value]: readonly [string, unknown]) => ({ key, value });

function decoded(value: unknown, key: string, mendings: OtlpMendings): Json {
  const found = decodedValue(value) ?? mendings.refuseDepth(key);
  if (found.isPlain) mendings.add('ingest/plain-attributes', 'attributes');
  return found.value;
}
