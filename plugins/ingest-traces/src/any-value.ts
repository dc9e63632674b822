import { deepestValue } from '@faultline/core';
import type { Json } from '@faultline/model';

/** A value of an attribute, decoded. */
export interface DecodedValue {
  readonly value: Json;
  /** Whether some of it was plain JSON instead of a typed value. */
  readonly isPlain: boolean;
}

type Container = Json[] | { [key: string]: Json };

/** The text or number of a typed value, which nearly all are. `undefined`: it needs to be decoded. */
export function scalarOf(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { stringValue, intValue } = value as { readonly stringValue?: unknown; readonly intValue?: unknown };
  if (typeof stringValue === 'string') return stringValue;
  return typeof intValue === 'string' ? numberOf(intValue) : undefined;
}

/** A value that is still to be decoded, and where it belongs. */
interface Open {
  readonly value: unknown;
  readonly into: Container;
  readonly key: string | number;
  /** Containers around it. */
  readonly depth: number;
}

/**
 * Decodes a typed value of OTLP: `{"arrayValue": {"values": [{"intValue": "1"}]}}` is `[1]`. Names may be snake_case, and
 * plain JSON is taken as it is. `undefined`: nested deeper than 64 levels. Iterative: the value may be hostile.
 */
export function decodedValue(value: unknown): DecodedValue | undefined {
  const holder: Json[] = [];
  const open: Open[] = [{ value, into: holder, key: 0, depth: 0 }];
  let isPlain = false;
  // In order of breadth, so that keys stay in order.
  for (let at = 0; at < open.length; at++) {
    const { value: typed, into, key, depth } = open[at]!;
    const { content, children, wasPlain } = opened(typed);
    isPlain ||= wasPlain;
    put(into, key, content);
    if (children === undefined) continue;
    if (depth === deepestValue) return undefined;
    for (const [childKey, child] of children)
      open.push({ value: child, into: content as Container, key: childKey, depth: depth + 1 });
  }
  return { value: holder[0] ?? null, isPlain };
}

interface Opened {
  readonly content: Json;
  /** Of a container: `content` is empty, and these belong in it. */
  readonly children?: Iterable<readonly [string | number, unknown]>;
  readonly wasPlain: boolean;
}

const typed = (content: Json): Opened => ({ content, wasPlain: false });

function opened(value: unknown): Opened {
  if (typeof value !== 'object' || value === null)
    return { content: plainScalar(value), wasPlain: value !== undefined };
  if (Array.isArray(value)) return { content: [], children: value.entries(), wasPlain: true };
  const entries = Object.entries(value);
  const [first] = entries;
  if (first === undefined) return typed(null);
  const [type, content] = first as readonly [string, unknown];
  switch (entries.length === 1 ? type : '') {
    case 'stringValue':
    case 'string_value':
    case 'boolValue':
    case 'bool_value':
    case 'bytesValue':
    case 'bytes_value':
      return typed(plainScalar(content));
    case 'intValue':
    case 'int_value':
    case 'doubleValue':
    case 'double_value':
      return typed(numberOf(content));
    case 'arrayValue':
    case 'array_value':
      return { content: [], children: valuesIn(content).entries(), wasPlain: false };
    case 'kvlistValue':
    case 'kvlist_value':
      return { content: {}, children: valuesIn(content).map(keyAndValue), wasPlain: false };
    default:
      return { content: {}, children: entries, wasPlain: true };
  }
}

const valuesIn = (content: unknown): readonly unknown[] => {
  const values = typeof content === 'object' && content !== null && 'values' in content ? content.values : [];
  return Array.isArray(values) ? values : [];
};

function keyAndValue(entry: unknown): readonly [string, unknown] {
  const { key = '', value } = (entry ?? {}) as { readonly key?: unknown; readonly value?: unknown };
  return [typeof key === 'string' ? key : JSON.stringify(key), value];
}

const plainScalar = (value: unknown): Json =>
  typeof value === 'string' || typeof value === 'boolean' ? value : typeof value === 'number' ? numberOf(value) : null;

/** Integers come as texts. What a double cannot hold exactly, and `"NaN"`, stays a text. */
function numberOf(value: unknown): Json {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return typeof value === 'string' ? value : null;
  const isLost = typeof value === 'string' && Number.isInteger(number) && !Number.isSafeInteger(number);
  return isLost ? value : number;
}

/** `__proto__` is an ordinary key. */
function put(into: Container, key: string | number, value: Json): void {
  Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
}
