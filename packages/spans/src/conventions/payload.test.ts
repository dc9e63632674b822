import { expect, it } from 'vitest';
import { payloadOf } from './payload.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

it.for([
  ['{"a":1}', 'application/json', { a: 1 }],
  ['7', 'application/json', 7],
  ['{"a":1}', 'text/plain', '{"a":1}'],
  ['{"a":1}', undefined, { a: 1 }],
  [' [1]', undefined, [1]],
  ['7', undefined, '7'],
  ["{'a': 1}", 'application/json', "{'a': 1}"],
  ['{"a":', 'application/json', '{"a":'],
  [{ a: 1 }, undefined, { a: 1 }],
  [undefined, 'application/json', undefined],
] as const)('%j as %j', ([value, mimeType, payload]) => {
  expect(payloadOf(value, mimeType)).toEqual(payload);
});

it('leaves text that is nested too deep as it is', () => {
  expect(payloadOf(nested(64), undefined)).toBeTypeOf('object');
  expect(payloadOf(nested(65), undefined)).toBe(nested(65));
});
