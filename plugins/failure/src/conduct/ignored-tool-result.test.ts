import { executionOf, runOf, testRule, withExecution } from '@faultline/plugin-testkit';
import { ignoredToolResult } from './ignored-tool-result.ts';

const agent = { id: 'agent', stepId: 'agent', type: 'agent', endMs: 9, output: 'All is well.' };
const tool = {
  id: 'tool',
  stepId: 'look-up',
  type: 'tool',
  parentId: 'agent',
  startMs: 1,
  endMs: 2,
  output: { drug: 'levothyroxine' },
};
const llm = {
  id: 'llm',
  stepId: 'llm',
  type: 'llm',
  parentId: 'agent',
  startMs: 3,
  endMs: 5,
  input: 'Which drug is it?',
};
const run = runOf([agent, tool, llm].map((one) => executionOf(one)));

testRule(ignoredToolResult, {
  valid: [
    {
      name: 'an error that was put out, which has a rule of its own',
      run: runOf([
        executionOf({ id: 'tool', stepId: 'weather', type: 'tool', output: { error: 'no such city as Atlantis' } }),
        executionOf({ id: 'llm', stepId: 'answer', type: 'llm', startMs: 2, endMs: 3, input: 'go on', output: 'rain' }),
      ]),
    },
    { name: 'it is in a later input', run: withExecution(run, 'llm', { input: 'Answer: {"drug":"levothyroxine"}' }) },
    { name: 'it is in what the caller put out', run: withExecution(run, 'agent', { output: 'Take levothyroxine.' }) },
    {
      name: 'an edge says who took it',
      run: { ...run, edges: [{ from: 'tool', to: 'llm', origin: 'dataflow', kind: 'needs' }] },
    },
    {
      name: 'a later input was not written down',
      run: runOf([
        ...run.executions.slice(0, 2),
        executionOf({ id: 'llm', stepId: 'llm', type: 'llm', parentId: 'agent', startMs: 3, endMs: 5 }),
      ]),
    },
    { name: 'nothing came after', run: runOf(run.executions.slice(0, 2)) },
    {
      name: 'a caller that is no agent, without a recorded output',
      run: withExecution(
        runOf([executionOf({ id: 'agent', stepId: 'agent', endMs: 9 }), ...run.executions.slice(1)]),
        'agent',
        { type: 'task' },
      ),
    },
    { name: 'a result that could be anywhere', run: withExecution(run, 'tool', { output: 'ok' }) },
    { name: 'not a tool', run: withExecution(run, 'tool', { type: 'task' }) },
    { name: 'a tool that failed', run: withExecution(run, 'tool', { status: 'failed' }) },
  ],
  invalid: [
    {
      name: 'nothing later contains any of it',
      run,
      findings: [{ messageId: 'ignored', at: ['tool'], causes: ['tool'], confidence: 0.6 }],
      message: 'The result of step "look-up" was never used: none of the later inputs contains any of it.',
    },
    {
      name: 'twice is one finding',
      run: runOf([...run.executions, executionOf({ ...tool, id: 'tool-2', item: '2' })]),
      findings: [{ messageId: 'ignored', at: ['tool', 'tool-2'], data: { among: ' 2 times' } }],
    },
  ],
});
