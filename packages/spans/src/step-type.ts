import { stepTypes } from './conventions.ts';

/**
 * The type of a step: what the span says it is, else the operation that its name begins with (`"execute_tool search"`),
 * else `task`.
 */
export function stepTypeOf(spanKind: unknown, operation: unknown, spanName: string): string {
  return typeNamed(spanKind) ?? typeNamed(operation) ?? typeInName(spanName) ?? 'task';
}

const typeNamed = (word: unknown): string | undefined =>
  typeof word === 'string' ? stepTypes.get(word.toLowerCase()) : undefined;

/** Only operations are written with an underscore or before a name; `"agent"` alone may be anything. */
function typeInName(spanName: string): string | undefined {
  const space = spanName.indexOf(' ');
  const word = space < 0 ? spanName : spanName.slice(0, space);
  return space < 0 && !word.includes('_') ? undefined : stepTypes.get(word);
}
