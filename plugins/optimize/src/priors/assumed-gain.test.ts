import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { assumedGain } from './assumed-gain.ts';

/** One step of 100 ms. */
const runWith = (overrides: Partial<StepExecutionInput>) => runOf([executionOf({ endMs: 100, ...overrides })]);
const known = Array.from({ length: 20 }, (_, index) => ({
  ...runWith({ type: 'consultation', input: index }),
  id: `run-${index}`,
}));
const definitionWith = (type: string, resources = {}) => ({ id: 'drawn', steps: [{ id: 'fetch', type, resources }] });

testRule(assumedGain, {
  valid: [
    { name: 'a type of which nobody expects anything', run: runWith({ type: 'llm' }) },
    { name: 'inputs are known from 20 executions', run: runWith({ type: 'consultation' }), history: known },
    { name: 'a step that failed', run: runWith({ type: 'consultation', status: 'failed' }) },
    {
      name: 'what it used was recorded',
      run: runWith({ metrics: { memoryMiB: 400 } }),
      definition: definitionWith('task', { memoryMiB: 512 }),
    },
    {
      name: 'items were recorded',
      run: runWith({ type: 'synthesis', item: '1' }),
      definition: definitionWith('synthesis'),
    },
    { name: 'less than is worth a word', run: runWith({ type: 'consultation' }), options: { leastShare: 0.31 } },
  ],
  invalid: [
    {
      name: 'a consultation of unknown inputs',
      run: runWith({ type: 'consultation' }),
      history: known.slice(1),
      message:
        'A cache before "fetch" might save 30 ms: a guess without data, that 30 % of their time is asked for again. Record inputs, and learn from at least 20 executions, to know.',
      findings: [
        {
          messageId: 'caching',
          at: ['fetch'],
          impact: { savesMs: { low: 0, expected: 30, high: 60 }, basis: 'prior' },
        },
      ],
    },
    {
      name: 'resources and items of which nothing is known',
      run: runWith({ type: 'synthesis' }),
      definition: definitionWith('synthesis', { memoryMiB: 512 }),
      findings: [
        { messageId: 'resources', at: ['fetch'], data: { saves: 20 }, impact: { basis: 'prior' } },
        { messageId: 'pipelining', at: ['fetch'], data: { saves: 25 }, impact: { basis: 'prior' } },
      ],
    },
    {
      name: 'an order that is only implied',
      run: runOf([
        executionOf({ id: 'a', stepId: 'a', endMs: 100 }),
        executionOf({ id: 'b', stepId: 'b', type: 'analysis', startMs: 100, endMs: 200 }),
      ]),
      options: { leastShare: 0.16 },
      findings: [{ messageId: 'parallelization', at: ['b'], data: { saves: 40 }, impact: { basis: 'prior' } }],
    },
  ],
});
