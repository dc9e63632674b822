import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { missingInput } from './missing-input.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages', 'links'] }] }],
};
const fetched = (overrides: Partial<StepExecutionInput> = {}) => executionOf({ ...overrides });
const parsed = (overrides: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: 'parse', stepId: 'parse', startMs: 1, endMs: 2, ...overrides });

testRule(missingInput, {
  valid: [
    { name: 'a single step', definition, run: runOf([fetched({ input: {} })]) },
    { name: 'all keys are there', definition, run: runOf([fetched(), parsed({ input: { pages: 1, links: 2 } })]) },
    { name: 'no inputs are recorded in this run', definition, run: runOf([fetched(), parsed()]) },
    { name: 'it failed', definition, run: runOf([fetched(), parsed({ input: {}, status: 'failed' })]) },
    {
      name: 'the dependency failed',
      definition,
      run: runOf([fetched({ status: 'failed' }), parsed({ input: { other: 1 } })]),
    },
    {
      name: 'the dependency did not put it out',
      definition,
      run: runOf([fetched({ output: { pages: 1 } }), parsed({ input: { pages: 1 } })]),
    },
    {
      name: 'text, in which no key can be looked for',
      definition,
      run: runOf([fetched(), parsed({ input: 'pages' })]),
    },
  ],
  invalid: [
    {
      name: 'a key got lost',
      definition,
      run: runOf([fetched({ output: { pages: 1, links: 2 } }), parsed({ input: { pages: 1 } })]),
      findings: [{ messageId: 'keys', at: ['parse', 'fetch'], severity: 'error' }],
      message: 'Step "parse" ran without input "links", which its dependency "fetch" hands over.',
    },
    {
      name: 'the input is empty',
      definition,
      run: runOf([fetched(), parsed({ input: {} })]),
      findings: [{ messageId: 'empty', at: ['parse', 'fetch'] }],
    },
    {
      name: 'no input, though another step recorded one',
      definition,
      run: runOf([fetched({ input: { url: 1 } }), parsed()]),
      findings: [{ messageId: 'unrecorded', at: ['parse', 'fetch'], severity: 'warning' }],
    },
    {
      name: 'items of one step are one finding',
      definition,
      run: runOf([
        fetched(),
        parsed({ id: 'a', item: 'a', input: { pages: 1 } }),
        parsed({ id: 'b', item: 'b', input: { links: 1 } }),
      ]),
      findings: [{ messageId: 'keys', at: ['a', 'fetch', 'b'], data: { keys: '"links", "pages"' } }],
    },
  ],
});
