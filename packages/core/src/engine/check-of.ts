import { fact } from '@faultline/graph';
import type { z } from 'zod';

/** Whether a value is valid and parsing it would change nothing. */
export type Check = (value: unknown) => boolean;

/**
 * A schema as a question. Parsing copies a value and everything in it, which is most of the work where a report of
 * thousands of numbers is as it should be. Never true for what parsing would refuse or change; false may also mean that
 * only parsing can tell. As deep as the schema, whatever the value.
 */
export const checkOf = fact((schema: z.core.$ZodType): Check => {
  const def = defOf(schema);
  if (def.checks !== undefined && def.checks.length > 0) return parsedCheck(schema);
  switch (def.type) {
    case 'unknown':
      return () => true;
    case 'string':
      return 'format' in def ? parsedCheck(schema) : (value) => typeof value === 'string';
    case 'number':
      if (!('format' in def)) return Number.isFinite;
      return def.format === 'safeint' ? Number.isSafeInteger : parsedCheck(schema);
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
    case 'enum': {
      const allowed = new Set<unknown>(def.type === 'literal' ? def.values : Object.values(def.entries));
      return (value) => allowed.has(value);
    }
    case 'nullable': {
      const isInner = checkOf(def.innerType);
      return (value) => value === null || isInner(value);
    }
    case 'optional':
    case 'readonly':
      return checkOf(def.innerType);
    case 'union': {
      const checks = def.options.map(checkOf);
      return (value) => checks.some((isOption) => isOption(value));
    }
    case 'array':
      return arrayCheck(checkOf(def.element));
    case 'object':
      return objectCheck(def);
    default:
      return parsedCheck(schema);
  }
});

// Every schema of zod is one of these; the base type does not say which.
const defOf = (schema: z.core.$ZodType) => (schema as z.ZodType).def as z.core.$ZodTypes['_zod']['def'];

/** For what is rare: asks the schema itself. */
function parsedCheck(schema: z.core.$ZodType): Check {
  const parser = schema as z.ZodType;
  return (value) => {
    const parsed = parser.safeParse(value);
    return parsed.success && Object.is(parsed.data, value);
  };
}

const arrayCheck =
  (isElement: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return false;
    for (const element of value) if (!isElement(element)) return false;
    return true;
  };

interface Member {
  readonly key: string;
  readonly isMember: Check;
  readonly isOptional: boolean;
}

function objectCheck({ shape, catchall }: z.core.$ZodObjectDef): Check {
  // What is allowed beside the members that are named would have to be copied.
  const isClosed = catchall === undefined || defOf(catchall).type === 'never';
  let members: readonly Member[] | undefined;
  return (value) => {
    if (!isClosed || typeof value !== 'object' || value === null) return false;
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    // Not before they are needed: a schema may hold itself.
    members ??= membersOf(shape);
    // An object without array elements: its members are asked for one by one.
    const record = value as Readonly<Record<string, unknown>>;
    let present = 0;
    for (const { key, isMember, isOptional } of members) {
      const member = record[key];
      if (member === undefined && isOptional) continue;
      if (member === undefined || !isMember(member)) return false;
      present++;
    }
    return Object.keys(record).length === present;
  };
}

const membersOf = (shape: z.core.$ZodShape): readonly Member[] =>
  Object.entries(shape).map(([key, schema]) => ({
    key,
    isMember: checkOf(schema),
    isOptional: defOf(schema).type === 'optional',
  }));
