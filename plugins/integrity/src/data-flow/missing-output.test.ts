import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import type { Json, StepExecutionInput } from '@faultline/model';
import { missingOutput } from './missing-output.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages', 'links'] }] },
    { id: 'store', dependencies: [{ on: 'parse' }] },
  ],
};
const fetched = (output: Json, overrides: Partial<StepExecutionInput> = {}) => executionOf({ output, ...overrides });
const parsed = (overrides: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: 'parse', stepId: 'parse', startMs: 1, endMs: 2, ...overrides });

testRule(missingOutput, {
  valid: [
    { name: 'a single step without a definition', run: runOf([fetched({})]) },
    { name: 'all keys are there', definition, run: runOf([fetched({ pages: 2, links: null })]) },
    { name: 'no outputs are recorded in this run', definition, run: gantt`fetch: ==` },
    { name: 'it failed', definition, run: runOf([fetched({}, { status: 'failed' })]) },
    { name: 'text, in which no key can be looked for', definition, run: runOf([fetched('{"pages": 2, "links": []}')]) },
    {
      name: 'nobody needs the output',
      definition,
      run: runOf([
        fetched({ pages: 1, links: 1 }),
        parsed({ output: 1 }),
        executionOf({ id: 'store', stepId: 'store', startMs: 2, endMs: 3 }),
      ]),
    },
    {
      name: 'outputs are recorded of other things than steps',
      definition,
      run: runOf([executionOf(), executionOf({ id: 'llm', stepId: 'llm', parentId: 'fetch', output: 'hello' })]),
    },
    {
      name: 'only the order matters to who depends on it',
      definition: {
        id: 'drawn',
        steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch', dependencyType: 'control' }] }],
      },
      run: runOf([fetched({})]),
    },
    {
      name: 'a key "__proto__" that is there',
      definition: {
        id: 'drawn',
        steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['__proto__'] }] }],
      },
      run: runOf([fetched(JSON.parse('{"__proto__": 1}') as Json)]),
    },
  ],
  invalid: [
    {
      name: 'one key is missing, though no one went on to need it',
      definition,
      run: runOf([fetched({ pages: 2 })]),
      findings: [{ messageId: 'keys', at: ['fetch'], severity: 'error' }],
      message: 'Step "fetch" completed without output "links", which "parse" needs.',
    },
    {
      name: 'a key that every object inherits is missing',
      definition: {
        id: 'drawn',
        steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['__proto__'] }] }],
      },
      run: runOf([fetched({ pages: 2 })]),
      findings: [{ messageId: 'keys', at: ['fetch'], data: { keys: '"__proto__"' } }],
    },
    {
      name: 'the output is empty',
      definition,
      run: runOf([fetched({})]),
      findings: [{ messageId: 'empty', at: ['fetch'], severity: 'error' }],
      message: 'Step "fetch" completed with an empty output, which "parse" needs.',
    },
    {
      name: 'no output, though another step recorded one',
      definition,
      run: runOf([fetched({ pages: 2, links: 3 }), parsed()]),
      findings: [{ messageId: 'unrecorded', at: ['parse'], severity: 'warning' }],
    },
    {
      name: 'items of one step are one finding',
      definition,
      run: runOf([fetched({ pages: 1 }, { id: 'a', item: 'a' }), fetched({ links: 1 }, { id: 'b', item: 'b' })]),
      findings: [{ messageId: 'keys', at: ['a', 'b'] }],
      message: 'Step "fetch" completed without output "links", "pages", which "parse" needs.',
    },
    {
      name: 'who needs the key is named, not who needs others',
      definition: {
        id: 'drawn',
        steps: [
          ...definition.steps,
          { id: 'rank', dependencies: [{ on: 'fetch', dataFlow: ['links'] }] },
          { id: 'mail', dependencies: [{ on: 'fetch', dataFlow: ['pages'] }] },
        ],
      },
      run: runOf([fetched({ pages: 2 })]),
      findings: [{ messageId: 'keys', at: ['fetch'], data: { need: '"parse", "rank" need' } }],
    },
  ],
});
