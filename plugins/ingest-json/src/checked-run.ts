import { deepestValue, FaultlineError, isTooDeep } from '@faultline/core';
import { runSchema, type Json, type Run } from '@faultline/model';
import type { z } from 'zod';

/** Problems that one message names; the rest are counted. */
const namedProblems = 3;

/**
 * Checks a run document. `place` says where in the input it is: `"run 3"`, `"line 7"`.
 * @throws FaultlineError FAULTLINE_TOO_DEEP or FAULTLINE_INVALID_INPUT. Values are never quoted: they may be private.
 */
export function checkedRun(document: Json, source: string, place: string): Run {
  const deep = deepValueIn(document);
  if (deep !== undefined) throw new FaultlineError('FAULTLINE_TOO_DEEP', { source, where: `${place}: ${deep}` });
  const checked = runSchema.safeParse(document);
  if (checked.success) return checked.data;
  throw new FaultlineError('FAULTLINE_INVALID_INPUT', {
    source,
    problem: `${place} is not a run: ${problemsIn(checked.error.issues)}.`,
    hint: 'See the JSON Schema of a run for every field.',
  });
}

/** Where values are that may have any shape. A deep tree of executions is flat, so only these can be deep. */
const freeFields = ['input', 'output', 'attributes'] as const;

function deepValueIn(document: Json): string | undefined {
  const executions = (document as { readonly executions?: unknown } | null)?.executions;
  if (!Array.isArray(executions)) return undefined;
  for (const [index, execution] of executions.entries())
    for (const field of freeFields) {
      const value = (execution as Readonly<Record<string, unknown>> | null)?.[field];
      // Attributes are a record of values: one level more.
      if (isTooDeep(value, field === 'attributes' ? deepestValue + 1 : deepestValue))
        return `executions[${index}].${field}`;
    }
  return undefined;
}

function problemsIn(issues: readonly z.core.$ZodIssue[]): string {
  const named = issues.slice(0, namedProblems).map(problemOf).join('; ');
  const left = issues.length - namedProblems;
  return left > 0 ? `${named}; and ${left} more` : named;
}

/** Some messages of zod quote what they met; these do not. */
function problemOf(issue: z.core.$ZodIssue): string {
  const path = pathText(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return `${path} must be ${wordFor(issue.expected)}`;
    case 'unrecognized_keys':
      return `${path} has the unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_value':
      return `${path} must be one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return `${path} must not be empty`;
      return `${path} must be ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`;
    default:
      return `${path} is not valid (${issue.message})`;
  }
}

const wordFor = (expected: string): string => (/^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`);

/** `executions[3].startMs` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (before, part) => (typeof part === 'number' ? `${before}[${part}]` : `${before}.${String(part)}`),
    '',
  );
  return text === '' ? 'it' : text.replace(/^\./, '');
}
