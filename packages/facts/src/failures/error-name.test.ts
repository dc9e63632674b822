import { executionOf } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { errorNameOf } from './error-name.ts';

it.for([
  ['PermissionDenied', 'PermissionDenied'],
  ['httpx.ReadTimeout: the read operation timed out', 'httpx.ReadTimeout'],
  ['HTTP403', 'HTTP403'],
  ['no access for patient 17', undefined],
  ['MRN4711', undefined],
  ['', undefined],
])('of %j is %j', ([type, name]) => {
  expect(errorNameOf(executionOf({ id: 'a', stepId: 'a', error: { type: type ?? '' } }))).toBe(name);
});
