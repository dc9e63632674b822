import type { Json, StepExecutionInput } from '@faultline/model';
import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import { repeatedWrongArguments } from './repeated-wrong-arguments.ts';

const calls = (...all: readonly (Partial<StepExecutionInput> & { readonly input: Json })[]) =>
  runOf(
    all.map((one, index) =>
      executionOf({
        id: String(index),
        stepId: 'search',
        item: String(index),
        startMs: index,
        endMs: index + 1,
        status: 'failed',
        error: { type: 'validation_error' },
        ...one,
      }),
    ),
  );
const [wrong, right] = [{ limit: -1 }, { limit: 1 }];
const done = { status: 'completed', input: right } as const;

testRule(repeatedWrongArguments, {
  valid: [
    { name: 'refused once', run: calls({ input: wrong }) },
    { name: 'corrected', run: calls({ input: wrong }, done) },
    {
      name: 'another failure',
      run: calls({ input: wrong, error: { type: 'timeout' } }, { input: wrong, error: { type: 'timeout' } }),
    },
    { name: 'another step', run: calls({ input: wrong }, { input: wrong, stepId: 'look-up', status: 'completed' }) },
    {
      name: 'refused, and later accepted as they were',
      run: calls({ input: wrong }, { input: wrong }, { input: wrong, status: 'completed' }),
    },
    { name: 'it had worked before', run: calls({ input: wrong, status: 'completed' }, { input: wrong }) },
  ],
  invalid: [
    {
      name: 'twice more, in whatever order the keys are',
      run: calls({ input: { a: 1, b: 2 } }, done, { input: { b: 2, a: 1 } }, { input: { a: 1, b: 2 } }),
      findings: [{ messageId: 'repeated', at: ['0', '2', '3'], causes: ['0'], confidence: 0.9 }],
      message:
        'Step "search" was called 2 times more with the arguments that it had refused as invalid, for 2 ms in all.',
    },
    {
      name: 'as a retry',
      run: calls({ input: wrong, item: '' }, { input: wrong, item: '', attempt: 2 }),
      findings: [{ messageId: 'repeated', at: ['0', '1'], data: { again: 'once' } }],
    },
  ],
});
