import { z } from 'zod';
import { jsonSchemaOf } from './json-schema-of.ts';

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Not `z.json()`: that walks every payload. Ingesters hand over what JSON.parse made. */
export const jsonSchema = z.unknown().meta({ description: 'Any JSON value.' }) as unknown as z.ZodType<Json, Json>;

/** An open vocabulary: the known names complete in an editor, others are allowed. */
export const openEnum = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.union([z.enum(names), z.string() as unknown as z.ZodType<string & {}, string & {}>]);

/**
 * An object with free keys and values of one kind. Unlike `z.record` it keeps the key `__proto__`.
 * Values are checked, not transformed: `value` must not have defaults.
 */
export const recordOf = <Value extends z.ZodType>(value: Value) =>
  z
    .custom<Readonly<Record<string, z.output<Value>>>>(
      (candidate) => typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate),
      'expected an object',
    )
    .superRefine((record, context) => {
      for (const key of Object.keys(record)) {
        const checked = value.safeParse(record[key]);
        if (checked.success) continue;
        for (const issue of checked.error.issues)
          context.addIssue({ code: 'custom', path: [key, ...issue.path], message: issue.message });
      }
    })
    .meta({ type: 'object', additionalProperties: schemaOfValues(value) });

function schemaOfValues(value: z.ZodType): z.core.JSONSchema.BaseSchema {
  const { $schema: _dialect, ...schema } = jsonSchemaOf(value, 'output');
  return schema;
}
