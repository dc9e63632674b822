import type { Json, StepExecutionInput } from '@faultline/model';
import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import { prematureEnd } from './premature-end.ts';

const model = (overrides: Partial<StepExecutionInput> = {}) =>
  executionOf({ id: 'llm', stepId: 'llm', type: 'llm', endMs: 2, ...overrides });
const stopped = (reason: Json, key = 'gen_ai.response.finish_reasons') =>
  runOf([model({ attributes: { [key]: reason } })]);
const tool = executionOf({ id: 'search', stepId: 'search', type: 'tool', startMs: 2, endMs: 3, output: 'pages' });

testRule(prematureEnd, {
  valid: [
    { name: 'no reason told', run: runOf([model()]) },
    { name: 'done', run: stopped(['stop']) },
    {
      name: 'tool calls that were answered',
      run: runOf([
        model({ attributes: { 'ai.response.finishReason': 'tool-calls' } }),
        tool,
        model({ id: 'last', startMs: 4, endMs: 5 }),
      ]),
    },
    { name: 'a run that failed says so itself', run: { ...runOf([model(), tool]), status: 'failed' } },
    { name: "a tool that is not an agent's", run: runOf([tool]) },
    {
      name: 'an answer at the top',
      run: runOf([
        executionOf({ id: 'agent', stepId: 'agent', type: 'agent', endMs: 4, output: 'Done.' }),
        model({ parentId: 'agent' }),
        { ...tool, parentId: 'agent' },
      ]),
    },
    {
      name: 'a tool that failed last, which has rules of its own',
      run: runOf([model(), { ...tool, status: 'failed' }]),
    },
    { name: 'the last model still runs', run: runOf([model({ status: 'running' })]) },
  ],
  invalid: [
    {
      name: 'cut off at the limit of tokens',
      run: stopped(['length']),
      findings: [{ messageId: 'length', at: ['llm'], causes: ['llm'], confidence: 0.95 }],
      message: 'The output of step "llm" was cut off at its limit of tokens.',
    },
    { name: 'as JSON text', run: stopped('["max_tokens"]'), findings: [{ messageId: 'length', at: ['llm'] }] },
    {
      name: 'in the output',
      run: runOf([
        model({ output: { choices: [{ finish_reason: 'length' }] } }),
        model({ id: 'b', startMs: 2, endMs: 3, output: [{ role: 'assistant', finish_reason: 'length' }] }),
      ]),
      findings: [{ messageId: 'length', at: ['llm', 'b'], data: { among: ' 2 times' } }],
    },
    { name: 'stopped by a filter', run: stopped(['content_filter']), findings: [{ messageId: 'filter', at: ['llm'] }] },
    {
      name: 'an agent out of turns',
      run: runOf([model({ type: 'agent', output: 'Agent stopped due to iteration limit or time limit.' })]),
      findings: [{ messageId: 'limit', at: ['llm'] }],
    },
    {
      name: 'an agent out of turns for a loop, which has a rule of its own',
      run: runOf([
        model({
          id: 'agent',
          stepId: 'agent',
          type: 'agent',
          endMs: 9,
          attributes: { 'llm.finish_reason': 'max_turns' },
        }),
        ...[1, 2, 3].map((startMs) => ({
          ...tool,
          id: `search-${startMs}`,
          item: String(startMs),
          parentId: 'agent',
          input: { q: 'x' },
          output: 'none',
          startMs,
          endMs: startMs + 1,
        })),
      ]),
      findings: [{ messageId: 'limit', at: ['agent'], severity: 'info' }],
    },
    {
      name: 'a tool that was never called',
      run: stopped('tool_calls', 'llm.finish_reason'),
      findings: [{ messageId: 'unanswered', at: ['llm'] }],
      message: 'The run completed although step "llm" had last asked for a tool, which was never called.',
    },
    {
      name: 'the result of a tool, and no answer',
      run: runOf([model(), tool]),
      findings: [{ messageId: 'noAnswer', at: ['search'], severity: 'info', confidence: 0.6 }],
    },
  ],
});
