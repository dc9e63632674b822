import type { Json } from '@faultline/model';

/** A value as OTLP JSON writes it: under the name of its type. */
export type OtlpValue = { readonly [type: string]: Json };

/** An attribute as OTLP JSON writes it. */
export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

/** A value that is still to be written. */
interface Open {
  readonly value: Json;
  readonly into: { [type: string]: Json };
}

/**
 * Any JSON as a typed value of OTLP: `[1]` is `{"arrayValue": {"values": [{"intValue": "1"}]}}`. Without loss: null is a
 * value without a type. Iterative, O(size).
 */
export function otlpValueOf(value: Json): OtlpValue {
  const written: Open['into'] = {};
  const open: Open[] = [{ value, into: written }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) write(next, open);
  return written;
}

function write({ value, into }: Open, open: Open[]): void {
  switch (typeof value) {
    case 'string':
      into['stringValue'] = value;
      return;
    case 'boolean':
      into['boolValue'] = value;
      return;
    case 'number':
      if (Number.isSafeInteger(value)) into['intValue'] = String(value);
      else into['doubleValue'] = value;
      return;
    default:
  }
  if (value === null) return;
  const member = (child: Json): OtlpValue => {
    const typed: Open['into'] = {};
    open.push({ value: child, into: typed });
    return typed;
  };
  if (Array.isArray(value)) into['arrayValue'] = { values: value.map((child: Json) => member(child)) };
  else into['kvlistValue'] = { values: Object.entries(value).map(([key, child]) => ({ key, value: member(child) })) };
}
