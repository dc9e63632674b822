import type { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Where a small document breaks a JSON Schema: as much of draft 2020-12 as the exported schemas use. */
export function violationsOf(root: JsonSchema, document: unknown): string[] {
  return check(root, document, '');

  function check(schema: JsonSchema, value: unknown, path: string): string[] {
    if (schema.$ref !== undefined) return check(root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, value, path);
    const problems: string[] = [];
    const refuse = (keyword: string): void => void problems.push(`${path} breaks ${keyword}`);
    const options = schema.anyOf ?? schema.oneOf;
    if (options !== undefined && !options.some((option) => check(option, value, path).length === 0)) refuse('anyOf');
    if (schema.type !== undefined && !isOfType(schema.type, value)) return [`${path} breaks type`];
    if (schema.const !== undefined && schema.const !== value) refuse('const');
    if (schema.enum !== undefined && !schema.enum.includes(value as string)) refuse('enum');
    if (typeof value === 'string') {
      if (value.length < (schema.minLength ?? 0)) refuse('minLength');
      if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) refuse('pattern');
    }
    if (typeof value === 'number') {
      if (value < (schema.minimum ?? -Infinity)) refuse('minimum');
      if (value > (schema.maximum ?? Infinity)) refuse('maximum');
      if (value <= Number(schema.exclusiveMinimum ?? -Infinity)) refuse('exclusiveMinimum');
    }
    if (Array.isArray(value)) {
      const items = schema.items as JsonSchema | undefined;
      return problems.concat(value.flatMap((item, index) => (items ? check(items, item, `${path}/${index}`) : [])));
    }
    if (typeof value !== 'object' || value === null) return problems;
    for (const name of schema.required ?? []) if (!Object.hasOwn(value, name)) refuse(`required ${name}`);
    for (const [name, child] of Object.entries(value)) {
      const property = schema.properties?.[name] ?? schema.additionalProperties;
      if (property === false) refuse(`additionalProperties ${name}`);
      else if (typeof property === 'object') problems.push(...check(property, child, `${path}/${name}`));
    }
    return problems;
  }
}

function isOfType(type: JsonSchema['type'], value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  return typeof value === type && value !== null && !Array.isArray(value);
}
