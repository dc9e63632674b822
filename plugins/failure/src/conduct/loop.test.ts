import type { StepExecutionInput } from '@faultline/model';
import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import { loop } from './loop.ts';

/** Actions one after the other, named by their step; each 1 ms. */
const acting = (steps: string, overrides: (index: number) => Partial<StepExecutionInput> = () => ({})) =>
  runOf(
    steps.split('').map((stepId, index) =>
      executionOf({
        id: String(index),
        stepId,
        type: 'tool',
        item: String(index),
        startMs: index,
        endMs: index + 1,
        input: { of: stepId },
        output: 'nothing',
        ...overrides(index),
      }),
    ),
  );

testRule(loop, {
  valid: [
    { name: 'twice', run: acting('aab') },
    { name: 'other inputs', run: acting('aaa', (index) => ({ input: index })) },
    { name: 'other results', run: acting('aaa', (index) => ({ output: index })) },
    { name: 'side by side', run: acting('aaa', () => ({ startMs: 0 })) },
    { name: 'retries', run: acting('aaa', (index) => ({ item: '', attempt: index + 1 })) },
    { name: 'calls of a model', run: acting('aaa', () => ({ type: 'llm' })) },
    { name: 'no input written down', run: acting('aaa', (index) => ({ id: String(index), input: index })) },
    { name: 'more rounds are allowed', options: { minRepeats: 4 }, run: acting('aaa') },
    { name: 'something in between', run: acting('aabaab') },
  ],
  invalid: [
    {
      name: 'three times the same',
      run: acting('baaac'),
      findings: [{ messageId: 'action', at: ['1', '2', '3'], causes: ['1'], confidence: 0.9 }],
      message: 'Step "a" was done 3 times in a row with the same input and the same result, for 3 ms in all.',
    },
    {
      name: 'rounds of two, the last unfinished',
      run: acting('cabababa'),
      findings: [{ messageId: 'round', at: ['1', '2', '3', '4', '5', '6', '7'], data: { actions: 2, rounds: 3 } }],
      message:
        'The same 2 actions were done 3 times in a row with the same input and the same result, for 7 ms in all: "a", "b".',
    },
    {
      name: 'a poll, which pauses between its rounds, is a note',
      run: acting('aaa', (index) => ({ startMs: index * 10, endMs: index * 10 + 1 })),
      findings: [{ messageId: 'action', at: ['0', '1', '2'], severity: 'info' }],
    },
    {
      name: 'pauses in which something else was done',
      run: runOf([
        ...acting('aaa', (index) => ({ startMs: index * 10, endMs: index * 10 + 1 })).executions,
        ...[2, 12].map((startMs) =>
          executionOf({ id: `llm ${startMs}`, stepId: 'llm', type: 'llm', startMs, endMs: startMs + 5 }),
        ),
      ]),
      findings: [{ messageId: 'action', at: ['0', '1', '2'], severity: 'warning' }],
    },
    {
      name: 'no times recorded',
      run: {
        ...acting('aaa'),
        notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
      },
      findings: [{ messageId: 'action', at: ['0', '1', '2'] }],
      message: 'Step "a" was done 3 times in a row with the same input and the same result.',
    },
    {
      name: 'two loops apart',
      run: acting('aaabbb'),
      findings: [
        { messageId: 'action', at: ['0', '1', '2'] },
        { messageId: 'action', at: ['3', '4', '5'] },
      ],
    },
    {
      name: 'no output written down: it may be progress',
      run: runOf(acting('aaa').executions.map(({ output: _output, ...one }) => one)),
      findings: [{ messageId: 'action', at: ['0', '1', '2'], confidence: 0.6, data: { result: '' } }],
    },
  ],
});
