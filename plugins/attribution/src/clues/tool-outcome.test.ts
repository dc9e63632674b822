import { expect, it } from 'vitest';
import { toolOutcome } from './tool-outcome.ts';

it.for([
  ['exitcode: 0 (execution succeeded)\nCode output: 42', false, 'fine'],
  ['exitcode: 0 (execution succeeded)\nCode output: ', false, 'empty'],
  ['exitcode: 0 (execution succeeded)\nCode output: []\n', false, 'empty'],
  ['None', false, 'empty'],
  ['No results were found for this query.', false, 'empty'],
  ['There is no code for me to execute.', false, 'idle'],
  ['exitcode: 1 (execution failed)\nKeyError: "price"', true, 'refused'],
  ['Error: unknown flight.', false, 'refused'],
  ['catalog.search requires a string product_type', true, 'refused'],
  ['Connection refused', true, 'broken'],
  ['search timed out after 30000 ms', true, 'broken'],
  [`A long page that mentions an error. ${'And so on. '.repeat(100)}`, false, 'fine'],
] as const)('of "%s", failed: %s, it is %s', ([said, hasFailed, outcome]) => {
  expect(toolOutcome(said, hasFailed)).toBe(outcome);
});
