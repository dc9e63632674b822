import type { Json } from '@faultline/model';
import { expect, it } from 'vitest';
import { isEmptyPayload } from './empty-payload.ts';

it.for<[Json | undefined, boolean]>([
  [undefined, false],
  [null, true],
  ['', true],
  [' \n', true],
  ['0', false],
  [0, false],
  [false, false],
  [[], true],
  [{}, true],
  [{ text: '' }, true],
  [{ text: ' ', reason: null }, true],
  [[''], true],
  [{ error: null }, false],
  [{ text: '', pages: [] }, false],
  [{ text: '', pages: 3 }, false],
])('of %j is %s', ([payload, isEmpty]) => {
  expect(isEmptyPayload(payload)).toBe(isEmpty);
});
