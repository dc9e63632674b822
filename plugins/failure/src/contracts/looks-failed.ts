import type { Json } from '@faultline/model';
import { isEmptyPayload } from '@faultline/facts';
import { entriesOf, parsed, valueAt } from '../payload.ts';

/** How answers of tools begin that failed without failing. */
const beginning =
  /^\s*(?!error\s*\(0\))((error|exception|fatal|panic)\s*[:([]|traceback \(most recent call last\)|[A-Za-z_.]{0,80}(Error|Exception): )/i;

/**
 * Whether an output says that what made it failed: a text that begins as errors do, or an object with the members by which
 * answers tell an error, unless it says that it succeeded. Texts that hold an object are read as one. O(output).
 *
 *     "Error: no such table"   { "error": "no such table" }   { "success": false }   { "statusCode": 503 }
 */
export function looksFailed(output: Json | undefined): boolean {
  const told = typeof output === 'string' && output.trimStart().startsWith('{') ? (parsed(output) ?? output) : output;
  if (typeof told === 'string') return beginning.test(told.slice(0, 200));
  const isFine = valueAt(told, 'success') === true || valueAt(told, 'ok') === true || valueAt(told, 'errors') === 0;
  return !isFine && entriesOf(told).some(([key, value]) => saysSo(key, value));
}

function saysSo(key: string, value: Json): boolean {
  switch (key) {
    case 'error':
    case 'errors':
    case 'exception':
      return value !== false && value !== 0 && !isEmptyPayload(value) && !isNoError(value);
    case 'success':
    case 'ok':
      return value === false;
    case 'is_error':
    case 'isError':
      return value === true;
    case 'status':
      return value === 'error' || value === 'failed' || value === 'failure' || isErrorCode(value);
    case 'statusCode':
    case 'status_code':
      return isErrorCode(value);
    default:
      return false;
  }
}

/** What some write where there was none. */
const isNoError = (value: Json): boolean => typeof value === 'string' && /^(none|null|no|false|0|n\/a)$/i.test(value);

/** RFC 9110, sections 15.5 and 15.6. */
const isErrorCode = (value: Json): boolean => typeof value === 'number' && value >= 400 && value <= 599;
