import { executionOf, runOf, testRule, withExecution } from '@faultline/plugin-testkit';
import { unresolvedError } from './unresolved-error.ts';

const agent = { id: 'agent', stepId: 'agent', startMs: 0, endMs: 10, output: 'All is well.' };
const tool = { id: 'tool', stepId: 'tool', parentId: 'agent', startMs: 1, endMs: 2 };
const llm = { id: 'llm', stepId: 'llm', parentId: 'agent', startMs: 3, endMs: 5, input: 'Go on.', output: 'Done.' };
const run = runOf([
  executionOf(agent),
  executionOf({ ...tool, status: 'failed', error: { type: 'timeout' } }),
  executionOf(llm),
]);

testRule(unresolvedError, {
  valid: [
    { name: 'nothing failed', run: withExecution(run, 'tool', { status: 'completed' }) },
    { name: 'the next one speaks of it', run: withExecution(run, 'llm', { output: 'The tool timed out.' }) },
    { name: 'the next one was told', run: withExecution(run, 'llm', { input: 'Error: timeout' }) },
    { name: 'the caller speaks of it', run: withExecution(run, 'agent', { output: 'I could not look it up.' }) },
    { name: 'the same step was called again', run: withExecution(run, 'llm', { stepId: 'tool' }) },
    {
      name: 'what came after was not written down',
      run: runOf([
        ...run.executions.slice(0, 2),
        executionOf({ id: 'llm', stepId: 'llm', parentId: 'agent', startMs: 3 }),
      ]),
    },
    {
      name: 'an edge says that it was handed over',
      run: { ...run, edges: [{ from: 'tool', to: 'llm', origin: 'dataflow', kind: 'needs' }] },
    },
  ],
  invalid: [
    {
      name: 'nobody took notice',
      run,
      findings: [{ messageId: 'unresolved', at: ['tool'], causes: ['tool'], confidence: 0.7 }],
      message: 'Step "tool" failed (timeout); what came after neither tried again nor speaks of the failure.',
    },
    {
      name: 'an attempt that failed, and another that failed of something else after one that completed',
      run: runOf([
        executionOf(agent),
        executionOf({ ...tool, status: 'failed', error: { type: 'timeout' } }),
        executionOf({ ...tool, id: 'tool#2', attempt: 2, startMs: 2, endMs: 2.2 }),
        executionOf({
          ...tool,
          id: 'tool#3',
          attempt: 3,
          startMs: 2.2,
          endMs: 2.5,
          status: 'failed',
          error: { type: 'validation_error' },
        }),
        executionOf(llm),
      ]),
      findings: [{ messageId: 'unresolved', at: ['tool#3'] }],
      message: 'Step "tool" failed (validation_error); what came after neither tried again nor speaks of the failure.',
    },
  ],
});
