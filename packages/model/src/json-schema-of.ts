import { z } from 'zod';

/** JSON Schema (draft 2020-12) of a document as people write it (`input`) or as a program reads it (`output`). */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // Readers of OpenAPI take readOnly for "owned by the server"; here it only means that nobody mutates a run.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
}
