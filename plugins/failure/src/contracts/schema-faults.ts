import { quoted } from '@faultline/core';
import type { Json } from '@faultline/model';
import { entriesOf, parsed, valueAt } from '../payload.ts';

/**
 * What is wrong with the arguments of a call by the JSON Schema of the tool: members that are missing, that it does not know
 * where it allows no others, of another type, or none of the values listed. The members themselves, not what is inside
 * them. Names what the schema declares, never values nor other keys, which may tell of people. O(members).
 *
 *     { required: ["query"], properties: { limit: { type: "integer" } } }    { limit: "ten" }
 *     ->  "query" is missing, "limit" is no integer
 */
export function schemaFaults(schema: Json, input: Json | undefined): readonly string[] {
  const told = parsed(input);
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return [];
  const required = valueAt(schema, 'required');
  const properties = valueAt(schema, 'properties');
  // What a pattern allows would have to be matched against it.
  const isClosed =
    valueAt(schema, 'additionalProperties') === false && valueAt(schema, 'patternProperties') === undefined;
  let unknown = 0;
  const faults: string[] = [];
  for (const key of Array.isArray(required) ? required : [])
    if (typeof key === 'string' && valueAt(told, key) === undefined) faults.push(`${quoted(key)} is missing`);
  for (const [key, value] of entriesOf(told)) {
    const property = valueAt(properties, key);
    if (property === undefined) {
      if (isClosed) unknown++;
      continue;
    }
    const fault = faultOf(property, value);
    if (fault !== '') faults.push(`${quoted(key)} is ${fault}`);
  }
  if (unknown > 0) faults.push(unknown === 1 ? 'one argument is not known' : `${unknown} arguments are not known`);
  return faults;
}

/** Empty: none that is looked for. */
function faultOf(property: Json, value: Json): string {
  const type = valueAt(property, 'type');
  const types = (Array.isArray(type) ? type : [type]).filter((one): one is string => typeof one === 'string');
  if (types.length > 0 && !types.some((one) => isOfType(one, value))) return `no ${types.join(' or ')}`;
  const allowed = valueAt(property, 'enum');
  return Array.isArray(allowed) && isScalar(value) && !allowed.includes(value) ? 'none of the values allowed' : '';
}

/** JSON Schema 2020-12, Validation, section 6.1.1. What is not known is let pass. */
function isOfType(type: string, value: Json): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}

const isScalar = (value: Json): boolean => typeof value !== 'object';
