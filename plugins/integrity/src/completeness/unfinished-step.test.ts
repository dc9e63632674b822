import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import type { StepExecutionInput } from '@faultline/model';
import { unfinishedStep } from './unfinished-step.ts';

/** An execution whose end is not known. */
function openOf(status: StepExecutionInput['status'], stepId = 'fetch'): StepExecutionInput {
  return { id: stepId, stepId, startMs: 0, status };
}
const ended = { endMs: 5 };

testRule(unfinishedStep, {
  valid: [
    { name: 'a single step that ended', run: gantt`fetch: ==` },
    { name: 'a skipped step without an end', run: runOf([openOf('skipped')], ended) },
    { name: 'a pending step of a failed run', run: runOf([openOf('pending')], { ...ended, status: 'failed' }) },
    {
      name: 'a retry that a failed run did not make',
      run: runOf([openOf('retrying')], { ...ended, status: 'failed' }),
    },
    {
      name: 'the announced retry was made',
      run: gantt`
        fetch  : ==x { status: retrying }
        fetch#2:    ==
      `,
    },
  ],
  invalid: [
    {
      name: 'still running when the run ended',
      run: runOf([openOf('running'), executionOf({ id: 'parse', stepId: 'parse' })], ended),
      findings: [{ messageId: 'open', at: ['fetch'], severity: 'warning', data: { count: 1, all: 2 } }],
      message: '1 of 2 executions had not ended when the run did: "fetch".',
    },
    {
      name: 'pending and retrying in a run that completed',
      run: runOf([openOf('pending'), openOf('retrying', 'parse')], ended),
      findings: [{ messageId: 'open', at: ['fetch', 'parse'], data: { names: '"fetch", "parse"' } }],
    },
    {
      name: 'the run goes on',
      run: gantt`
        agent: ====>
          llm:  ===>
      `,
      findings: [{ messageId: 'running', at: ['agent', 'llm'], severity: 'info' }],
    },
    {
      name: 'it ended, nobody knows when',
      run: runOf([openOf('completed'), openOf('failed', 'parse')], ended),
      findings: [{ messageId: 'unrecorded', at: ['fetch', 'parse'], data: { count: 2 } }],
    },
  ],
});
