import { expect, it } from 'vitest';
import { withoutIds } from './step-id.ts';

it.for([
  ['fetch', 'fetch'],
  ['GET /users/{id}', 'GET /users/{id}'],
  ['GET /users/1234567', 'GET /users/*'],
  ['task-550e8400-e29b-41d4-a716-446655440000', 'task-*'],
  ['run_3f2a9c1b', 'run_*'],
  ['step 01ARZ3NDEKTSV4RRFFQ69G5FAV', 'step *'],
  ['trace 5b8efff798038103d269b633813fc60c end', 'trace * end'],
  ['chat gpt-4-0613', 'chat gpt-4-0613'],
  ['step 12', 'step 12'],
  ['facade effaced', 'facade effaced'],
  ['123456789', '*'],
  ['  padded ', 'padded'],
  ['', 'unnamed'],
] as const)('%j is the step "%s"', ([name, stepId]) => {
  expect(withoutIds(name)).toBe(stepId);
});
