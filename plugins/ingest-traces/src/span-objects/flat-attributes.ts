import { isTooDeep } from '@faultline/core';
import type { Json } from '@faultline/model';
import { conventionTable, membersIn, objectIn, objectsIn, textIn, type JsonObject } from '@faultline/spans';
import { decodedValue } from '../any-value.ts';

type Attribute = readonly [key: string, value: Json];

/** Names that have a meaning. A word without a dot may be a value of one, but for these two. */
const namesWithMeaning: ReadonlySet<string> = new Set([
  'input',
  'output',
  ...conventionTable.map(({ attribute }) => attribute).filter((attribute) => attribute.includes('.')),
]);

/**
 * Attributes by dotted keys, in order, also where they are nested objects or a list of keys and typed values as in OTLP.
 * An object that is itself what an attribute means is kept whole: arguments of a tool are one value. Null is none. Of
 * what is nested too deep everything is given, for its taker to refuse. O(n), iterative.
 *
 *     {"llm": {"token_count": {"prompt": 7}}}              ->  llm.token_count.prompt = 7
 *     {"gen_ai.tool.call.arguments": {"city": "Bern"}}     ->  gen_ai.tool.call.arguments = {"city": "Bern"}
 */
export function* flatAttributes(attributes: Json | undefined): Generator<Attribute> {
  if (Array.isArray(attributes)) {
    yield* typedAttributes(attributes as readonly Json[]);
    return;
  }
  for (const [key, value] of Object.entries(objectIn(attributes) ?? {}))
    if (isTooDeep(value)) yield [key, value];
    else yield* flattened(key, value);
}

function* typedAttributes(list: readonly Json[]): Generator<Attribute> {
  for (const { key, value = null } of objectsIn(membersIn(list))) {
    const name = textIn(key);
    if (name !== undefined) yield [name, decodedValue(value)?.value ?? value];
  }
}

function* flattened(outerKey: string, outerValue: Json): Generator<Attribute> {
  const open: Attribute[] = [[outerKey, outerValue]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [key, value] = next;
    if (value === null) continue;
    const members = objectIn(value);
    if (members === undefined || isWhole(key, members)) {
      yield next;
      continue;
    }
    for (const [name, member] of Object.entries(members).toReversed()) open.push([`${key}.${name}`, member]);
  }
}

/** Nothing would be left of an empty object. */
function isWhole(key: string, members: JsonObject): boolean {
  const names = Object.keys(members);
  if (names.length === 0) return true;
  return namesWithMeaning.has(key) && !names.some((name) => namesWithMeaning.has(`${key}.${name}`));
}
