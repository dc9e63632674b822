import { namingConventions, stepTypeNames } from './conventions.ts';

/**
 * The type of a step: what the span says it is, else the operation that its name begins with (`"execute_tool search"`),
 * else `task`.
 */
export function stepTypeOf(spanKind: unknown, operation: unknown, spanName: string): string {
  return typeNamed(spanKind) ?? typeNamed(operation) ?? typeInName(spanName) ?? 'task';
}

const typeOfWord = new Map(stepTypeNames.flatMap(([, types]) => Object.entries(types)));
const typeOfFirstWord = new Map(
  stepTypeNames.flatMap(([convention, types]) => (namingConventions.has(convention) ? Object.entries(types) : [])),
);

/** The Vercel AI SDK writes the name of a call behind the operation. */
function typeNamed(word: unknown): string | undefined {
  if (typeof word !== 'string') return undefined;
  // Most are written as they are listed.
  return typeOfWord.get(word) ?? typeOfWord.get(firstWordOf(word).toLowerCase());
}

/** Only operations are written with an underscore, a dot or before a name; `"agent"` alone may be anything. */
function typeInName(spanName: string): string | undefined {
  const word = firstWordOf(spanName);
  return word === spanName && !/[_.]/.test(word) ? undefined : typeOfFirstWord.get(word);
}

function firstWordOf(text: string): string {
  const space = text.indexOf(' ');
  return space < 0 ? text : text.slice(0, space);
}
