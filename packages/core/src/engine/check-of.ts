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
  if (def.type === 'number') return numberCheck(def) ?? parsedCheck(schema);
  if (def.checks !== undefined && def.checks.length > 0) return parsedCheck(schema);
  switch (def.type) {
    case 'unknown':
      return () => true;
    case 'string':
      return 'format' in def ? parsedCheck(schema) : isText;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
    case 'enum': {
      const allowed = new Set<unknown>(def.type === 'literal' ? def.values : Object.values(def.entries));
      return (value) => allowed.has(value);
    }
    case 'nullable': {
      const isInner = checkOf(def.innerType);
      return (value) => value === null || passes(isInner, value);
    }
    case 'optional':
    case 'readonly':
      return checkOf(def.innerType);
    case 'union':
      return isDiscriminated(def) ? discriminatedCheck(def) : unionCheck(def.options.map(checkOf));
    case 'array':
      return arrayCheck(checkOf(def.element));
    case 'object':
      return objectCheck(def);
    default:
      return parsedCheck(schema);
  }
});

const isText: Check = (value) => typeof value === 'string';

/** Most values are texts and numbers: a call for each would be most of the time. */
function passes(isValid: Check, value: unknown): boolean {
  if (isValid === isText) return typeof value === 'string';
  if (isValid === Number.isFinite) return Number.isFinite(value);
  return isValid(value);
}

// Every schema of zod is one of these; the base type does not say which.
const defOf = (schema: z.core.$ZodType) => (schema as z.ZodType).def as z.core.$ZodTypes['_zod']['def'];

/** Numbers and integers, with bounds or without. `undefined`: something else is asked of them. */
function numberCheck(def: z.core.$ZodNumberDef): Check | undefined {
  if ('format' in def && def.format !== 'safeint') return undefined;
  const isNumber: Check = 'format' in def ? Number.isSafeInteger : Number.isFinite;
  if (def.checks === undefined || def.checks.length === 0) return isNumber;
  const bounds = def.checks.flatMap((check) => boundOf(check) ?? []);
  if (bounds.length < def.checks.length) return undefined;
  // It is a number where it comes to the bounds.
  return (value) => isNumber(value) && bounds.every((isWithin) => isWithin(value as number));
}

function boundOf({ _zod: { def } }: z.core.$ZodCheck): ((value: number) => boolean) | undefined {
  // Every check of zod is one of these; the base type does not say which.
  const bound = def as z.core.$ZodChecks['_zod']['def'];
  if (bound.check !== 'greater_than' && bound.check !== 'less_than') return undefined;
  const { check, inclusive } = bound;
  const limit = Number(bound.value);
  if (check === 'greater_than') return inclusive ? (value) => value >= limit : (value) => value > limit;
  return inclusive ? (value) => value <= limit : (value) => value < limit;
}

/** For what is rare: asks the schema itself. */
function parsedCheck(schema: z.core.$ZodType): Check {
  const parser = schema as z.ZodType;
  return (value) => {
    const parsed = parser.safeParse(value);
    return parsed.success && Object.is(parsed.data, value);
  };
}

const unionCheck =
  (checks: readonly Check[]): Check =>
  (value) => {
    for (let at = 0; at < checks.length; at++) if (passes(checks[at]!, value)) return true;
    return false;
  };

const isDiscriminated = (def: z.core.$ZodUnionDef): def is z.core.$ZodDiscriminatedUnionDef => 'discriminator' in def;

/** Asks the one option that the value names. */
function discriminatedCheck({ discriminator, options }: z.core.$ZodDiscriminatedUnionDef): Check {
  const checks = new Map<unknown, Check>();
  for (const option of options) {
    const optionDef = defOf(option);
    const name = optionDef.type === 'object' ? optionDef.shape[discriminator] : undefined;
    const nameDef = name && defOf(name);
    if (nameDef?.type === 'literal') for (const value of nameDef.values) checks.set(value, checkOf(option));
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const isOption = checks.get((value as Readonly<Record<string, unknown>>)[discriminator]);
    return isOption !== undefined && isOption(value);
  };
}

const arrayCheck =
  (isElement: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return false;
    for (let at = 0; at < value.length; at++) if (!passes(isElement, value[at])) return false;
    return true;
  };

/** What is said of one member of an object. */
interface Member {
  readonly key: string;
  readonly at: number;
  readonly isValid: Check;
  readonly isRequired: boolean;
}

function objectCheck({ shape, catchall }: z.core.$ZodObjectDef): Check {
  // What is allowed beside the members that are named would have to be copied.
  const isClosed = catchall === undefined || defOf(catchall).type === 'never';
  let members: readonly Member[] | undefined;
  let memberByKey: ReadonlyMap<string, Member>;
  let requiredCount = 0;
  return (value) => {
    if (!isClosed || typeof value !== 'object' || value === null) return false;
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    if (members === undefined) {
      // Not before they are needed: a schema may hold itself.
      members = membersOf(shape);
      memberByKey = new Map(members.map((member) => [member.key, member]));
      requiredCount = members.filter(({ isRequired }) => isRequired).length;
    }
    // An object without array elements. Asking it for the members that it has is faster than for those it should have.
    const record = value as Readonly<Record<string, unknown>>;
    let next = 0;
    let required = 0;
    for (const key in record) {
      // Members are in the order of the schema as a rule.
      let member = members[next];
      if (member?.key !== key) member = memberByKey.get(key);
      if (member === undefined) return false;
      const own = record[key];
      if (own === undefined || !passes(member.isValid, own)) return false;
      if (member.isRequired) required++;
      next = member.at + 1;
    }
    return required === requiredCount;
  };
}

const membersOf = (shape: z.core.$ZodShape): readonly Member[] =>
  Object.entries(shape).map(([key, schema], at) => ({
    key,
    at,
    isValid: checkOf(schema),
    isRequired: defOf(schema).type !== 'optional',
  }));
