import type { z } from 'zod';
import { checkOf } from './check-of.ts';

/**
 * A value of a plugin as its schema gives it: plugins in plain JavaScript can get anything wrong.
 * @throws Error that says where `what` is not valid, fit for `core/rule-failed`.
 */
export function valid<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  // The check says that parsing would give an equal value.
  if (checkOf(schema)(value)) return value as z.output<Schema>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new Error(`${what} is not valid: ${place}${issue?.message}`);
}
