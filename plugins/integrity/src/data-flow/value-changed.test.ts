import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { valueChanged } from './value-changed.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages', 'links'] }] }],
};
const fetched = (overrides: Partial<StepExecutionInput> = {}) =>
  executionOf({ output: { pages: ['p', 'q'] }, ...overrides });
const parsed = (overrides: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: 'parse', stepId: 'parse', startMs: 1, endMs: 2, ...overrides });

testRule(valueChanged, {
  valid: [
    { name: 'a single step', definition, run: runOf([fetched()]) },
    { name: 'the same value', definition, run: runOf([fetched(), parsed({ input: { pages: ['p', 'q'] } })]) },
    {
      name: 'another value under a key that is not handed over',
      definition,
      run: runOf([fetched({ output: { note: 1 } }), parsed({ input: { note: 2 } })]),
    },
    { name: 'nothing recorded at one end', definition, run: runOf([fetched(), parsed()]) },
    {
      name: 'a failed dependency',
      definition,
      run: runOf([fetched({ status: 'failed' }), parsed({ input: { pages: [] } })]),
    },
    {
      name: 'items that are given a part each',
      definition,
      run: runOf([
        fetched(),
        parsed({ id: 'a', item: 'a', input: { pages: ['p'] } }),
        parsed({ id: 'b', item: 'b', input: { pages: ['q'] } }),
      ]),
    },
    {
      name: 'several sources that are joined',
      definition,
      run: runOf([
        fetched({ id: 'a', item: 'a', output: { pages: ['p'] } }),
        fetched({ id: 'b', item: 'b', output: { pages: ['q'] } }),
        parsed({ input: { pages: ['p', 'q'] } }),
      ]),
    },
    {
      name: 'the output of the last attempt was taken',
      definition,
      run: runOf([
        fetched({ status: 'failed', output: { pages: [] } }),
        fetched({ id: 'fetch#2', attempt: 2, startMs: 1, endMs: 2 }),
        parsed({ startMs: 2, endMs: 3, input: { pages: ['p', 'q'] } }),
      ]),
    },
  ],
  invalid: [
    {
      name: 'another value',
      definition,
      run: runOf([fetched(), parsed({ input: { pages: ['p', 'r'] } })]),
      findings: [
        {
          messageId: 'changed',
          at: ['parse', 'fetch'],
          data: { keys: '"pages"' },
          evidence: [{ type: 'edge', from: 'fetch', to: 'parse', origin: 'declared' }],
        },
      ],
      message: 'Step "parse" was given another value of "pages" than its dependency "fetch" put out.',
    },
    {
      name: 'item by item',
      definition,
      run: runOf([
        fetched({ id: 'fa', item: 'a' }),
        fetched({ id: 'fb', item: 'b' }),
        parsed({ id: 'pa', item: 'a', input: { pages: ['p', 'q'] } }),
        parsed({ id: 'pb', item: 'b', input: { pages: [] } }),
      ]),
      findings: [{ messageId: 'changed', at: ['pb', 'fb'] }],
    },
    {
      name: 'each attempt is given its input anew',
      definition,
      run: runOf([
        fetched(),
        parsed({ status: 'failed', input: { pages: [] } }),
        parsed({ id: 'parse#2', attempt: 2, startMs: 2, endMs: 3, input: { pages: null } }),
      ]),
      findings: [{ messageId: 'changed', at: ['parse', 'fetch', 'parse#2'] }],
    },
  ],
});
