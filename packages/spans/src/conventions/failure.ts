import type { Json, StepExecution } from '@faultline/model';
import { failureMessages, failureTypes } from './conventions.ts';

type Failure = NonNullable<StepExecution['error']>;

/** Why a step failed, as far as its span says. An error class that is not known is its own type. */
export function failureOf(
  errorType: Json | undefined,
  errorMessage: Json | undefined,
  errorStack: Json | undefined,
): Failure {
  const message = textOf(errorMessage);
  const stack = textOf(errorStack);
  return { type: typeOf(textOf(errorType), message), message, ...(stack !== '' && { stack }) };
}

function typeOf(errorType: string, message: string): string {
  const isNamed = errorType !== '' && errorType !== '_OTHER';
  if (!isNamed) return matched(failureMessages, message) ?? 'unknown_error';
  return matched(failureTypes, errorType) ?? errorType;
}

const matched = (patterns: typeof failureTypes, text: string): string | undefined =>
  patterns.find(([pattern]) => pattern.test(text))?.[1];

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
