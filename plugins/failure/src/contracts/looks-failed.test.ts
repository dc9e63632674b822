import type { Json } from '@faultline/model';
import { expect, it } from 'vitest';
import { looksFailed } from './looks-failed.ts';

const failed: Json[] = [
  'Error: no such table',
  'ValueError: could not convert',
  'Traceback (most recent call last):\n  File',
  'Exception: boom',
  { error: 'no such table' },
  { errors: [{ message: 'no' }] },
  { success: false },
  { ok: false },
  { isError: true, content: [] },
  { status: 'failed' },
  { statusCode: 503 },
  { status: 404 },
  '{"error":"no such table"}',
];
const fine: Json[] = [
  'Errors were found in none of the files.',
  'No error.',
  '',
  null,
  12,
  ['Error: x'],
  { error: null },
  { error: '' },
  { errors: [] },
  { error: false },
  { success: true },
  { status: 'completed' },
  { status: 200 },
  { statusCode: 'unknown' },
  { error: 'none', success: true },
  { error: 'none' },
  { errors: 0, status: 404 },
  'Error (0): found no problems',
  '{"error":null}',
  '{ not JSON',
];

it.each(failed.map((output) => [JSON.stringify(output), output] as const))('says so: %s', (_text, output) => {
  expect(looksFailed(output)).toBe(true);
});
it.each(fine.map((output) => [JSON.stringify(output), output] as const))('does not: %s', (_text, output) => {
  expect(looksFailed(output)).toBe(false);
});
