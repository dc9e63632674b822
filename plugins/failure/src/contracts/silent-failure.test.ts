import type { StepExecutionInput } from '@faultline/model';
import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import { silentFailure } from './silent-failure.ts';

const tool = (overrides: Partial<StepExecutionInput>) =>
  runOf([executionOf({ stepId: 'search', type: 'tool', ...overrides })]);
const schema = {
  type: 'function',
  function: { name: 'search', parameters: { required: ['query'], properties: { limit: { type: 'integer' } } } },
};
const called = (input: StepExecutionInput['input']) =>
  runOf([
    executionOf({
      id: 'llm',
      stepId: 'llm',
      type: 'llm',
      attributes: { 'gen_ai.tool.definitions': JSON.stringify([schema]) },
    }),
    executionOf({
      id: 'call',
      stepId: 'search',
      type: 'tool',
      startMs: 1,
      endMs: 2,
      ...(input !== undefined && { input }),
    }),
  ]);

testRule(silentFailure, {
  valid: [
    {
      name: 'a tool that lists things at other times, and found none',
      run: runOf([
        executionOf({ id: 'a', stepId: 'flights', type: 'tool', output: ['LH 1'] }),
        executionOf({ id: 'b', stepId: 'flights', type: 'tool', item: 'b', startMs: 2, endMs: 3, output: [] }),
      ]),
    },
    { name: 'an answer', run: tool({ output: 'Three pages.' }) },
    { name: 'no output written down', run: tool({}) },
    { name: 'a failure that is one', run: tool({ status: 'failed', output: 'Error: no such table' }) },
    { name: 'a model that writes about errors', run: tool({ type: 'llm', output: 'Error: is what the log says.' }) },
    { name: 'a tool that never puts anything out', run: tool({ output: null }) },
    {
      name: 'a model that asked for tools',
      run: tool({ type: 'llm', output: '', attributes: { 'llm.finish_reason': 'tool_calls' } }),
    },
    {
      name: 'an empty output that another step takes is for the definition to judge',
      definition: { id: 'drawn', steps: [{ id: 'search' }, { id: 'rank', dependencies: ['search'] }] },
      run: tool({ type: 'retriever', output: [] }),
    },
    {
      name: 'nothing found, as the model says',
      run: runOf([
        executionOf({ id: 'find', stepId: 'find', type: 'retriever', output: [] }),
        executionOf({ id: 'llm', stepId: 'llm', type: 'llm', startMs: 1, endMs: 2, output: 'Nothing was found.' }),
      ]),
    },
    { name: 'arguments as the schema wants them', run: called({ query: 'a', limit: 3, more: true }) },
    { name: 'arguments that were not written down', run: called(undefined) },
  ],
  invalid: [
    {
      name: 'an error as text',
      run: tool({ output: 'Error: no such table' }),
      findings: [{ messageId: 'error', at: ['search'], confidence: 0.85, causes: ['search'] }],
      message: 'Step "search" completed, but its output says that it failed.',
    },
    {
      name: 'an error as object',
      run: tool({ output: { success: false } }),
      findings: [{ messageId: 'error', at: ['search'] }],
    },
    {
      name: 'nothing found, and a model that said nothing',
      run: runOf([
        executionOf({ id: 'find', stepId: 'find', type: 'retriever', output: [] }),
        executionOf({ id: 'llm', stepId: 'llm', type: 'llm', startMs: 1, endMs: 2, output: ' ' }),
      ]),
      findings: [
        { messageId: 'empty', at: ['find'], confidence: 0.6 },
        { messageId: 'empty', at: ['llm'] },
      ],
    },
    {
      name: 'a tool that puts something out at other times',
      run: runOf([
        executionOf({ id: 'a', stepId: 'search', output: 'pages', type: 'tool' }),
        executionOf({ id: 'b', stepId: 'search', output: null, type: 'tool', item: '2' }),
      ]),
      findings: [{ messageId: 'empty', at: ['b'] }],
    },
    {
      name: 'arguments that the schema refuses',
      run: called({ limit: 'ten' }),
      findings: [{ messageId: 'arguments', at: ['call'], confidence: 0.9 }],
      message:
        'Step "search" was called with arguments that its schema refuses: "query" is missing, "limit" is no integer.',
    },
  ],
});
