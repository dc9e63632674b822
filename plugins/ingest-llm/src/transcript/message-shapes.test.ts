import { certaintyOf, edgeTexts, noteIds, runsWith } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { messageIn } from './message-shapes.ts';
import { transcript } from './transcript.ts';

const chatOf = async (document: unknown) => {
  const [run, ...others] = await runsWith(transcript, document);
  expect(others).toEqual([]);
  const turns = (run?.executions ?? []).filter(({ id }) => id !== 'conversation');
  return { run, turns: turns.map(({ stepId, type }) => `${stepId} ${type}`), executions: turns };
};

const say = (source: string, content: unknown, type = 'TextMessage') => ({ source, content, type, metadata: {} });
const terminal = (content: string) => ({ role: 'ComputerTerminal', content });

/** What LangChain writes of one message: dumped, as a dictionary, and as a constructor. */
const dumps = {
  model_dump: (type: string, fields: object) => ({ ...fields, type, id: 'run-1', additional_kwargs: {} }),
  message_to_dict: (type: string, fields: object) => ({ type, data: { ...fields, type } }),
  dumpd: (type: string, fields: object) => ({
    lc: 1,
    type: 'constructor',
    id: ['langchain', 'schema', 'messages', `${type === 'ai' ? 'AI' : type[0]?.toUpperCase() + type.slice(1)}Message`],
    kwargs: fields,
  }),
};

describe.for(Object.entries(dumps))('reads messages of LangChain as %s writes them', ([_name, dumped]) => {
  const messages = [
    dumped('system', { content: 'Be brief.' }),
    dumped('human', { content: 'How many lamps?' }),
    dumped('ai', { content: '', name: 'researcher', tool_calls: [{ id: 'c1', name: 'search', args: { q: 'lamps' } }] }),
    dumped('tool', { content: '31 lamps', name: 'search', tool_call_id: 'c1', status: 'error' }),
    dumped('ai', { content: 'There are 31.', name: null }),
  ];

  it.for([
    ['a list', messages],
    ['a state', { messages, next: 'end' }],
    ['a snapshot', { values: { messages }, next: [] }],
  ])('in %s', async ([_shape, document]) => {
    expect(certaintyOf(transcript, document)).toBeGreaterThan(0);
    const { run, turns, executions } = await chatOf(document);
    expect(turns).toEqual(['system preprocessing', 'user human', 'researcher agent', 'search tool', 'assistant llm']);
    expect(executions[3]).toMatchObject({ status: 'failed', input: { q: 'lamps' }, output: '31 lamps' });
    expect(edgeTexts(run)).toContain('message-2 -> message-3 (explicit)');
  });
});

it('reads ShareGPT, answers of tools by the call before them', async () => {
  const conversations = [
    { from: 'system', value: 'Be brief.' },
    { from: 'human', value: 'How many lamps?' },
    { from: 'function_call', value: '{"name": "count", "arguments": {"what": "lamps"}}' },
    { from: 'observation', value: 'Error: no such thing' },
    { from: 'gpt', value: 'None.' },
  ];
  for (const document of [{ id: 'identity_0', conversations }, [{ conversations }], conversations]) {
    expect(certaintyOf(transcript, document)).toBeGreaterThan(0);
    const { run, turns, executions } = await chatOf(document);
    expect(turns).toEqual(['system preprocessing', 'user human', 'assistant llm', 'count tool', 'assistant llm']);
    expect(executions[3]).toMatchObject({ status: 'failed', input: { what: 'lamps' } });
    expect(noteIds(run)).not.toContain('ingest/unasked-answers');
  }
});

it('reads AutoGen: who is the source, calls and results of tools', async () => {
  const messages = [
    say('user', 'How many lamps?'),
    say('finder', [{ id: 'c1', name: 'search', arguments: '{"q":"lamps"}' }], 'ToolCallRequestEvent'),
    say('finder', [{ call_id: 'c1', name: 'search', content: 'Timed out', is_error: true }], 'ToolCallExecutionEvent'),
    say('writer', 'I do not know.'),
  ];
  for (const document of [{ messages, stop_reason: null }, messages]) {
    const { turns, executions } = await chatOf(document);
    expect(turns).toEqual(['user human', 'finder agent', 'search tool', 'writer agent']);
    expect(executions[2]).toMatchObject({ status: 'failed', input: { q: 'lamps' }, output: 'Timed out' });
  }
});

it('reads the tasks of a crew, and logs that name an agent', async () => {
  const tasks = { raw: 'y', tasks_output: [{ agent: 'Researcher\n', description: 'Find it.', raw: 'x' }] };
  expect((await chatOf(tasks)).turns).toEqual(['Researcher agent']);
  const log = [
    { timestamp: '2026-01-01', task: 'Find it.', agent: 'Researcher', status: 'started', output: null },
    { timestamp: '2026-01-01', task: 'Find it.', agent: 'Researcher', status: 'completed', output: 'x' },
    { timestamp: '2026-01-01', sender: 'Writer', message: 'y' },
  ];
  expect(certaintyOf(transcript, log)).toBeGreaterThan(0);
  const { run, turns } = await chatOf(log);
  expect(turns).toEqual(['Researcher agent', 'Writer agent']);
  expect(noteIds(run)).toContain('ingest/dropped-spans');
});

describe('Magentic-One, which has the agent in the role', () => {
  const history = [
    { role: 'human', content: 'How many lamps?' },
    { role: 'Orchestrator (thought)', content: 'Initial plan: ask the web.' },
    { role: 'Orchestrator (-> WebSurfer)', content: 'Search for lamps.' },
    { role: 'WebSurfer', content: [{ type: 'text', text: 'I typed "lamps".' }, { type: 'image' }] },
    { role: 'Assistant', content: 'Run this.' },
    terminal('The script ran, then exited with Unix exit code: 1\nIts output was:\nNameError'),
    terminal('No code blocks found.'),
    { role: 'FileSurfer', content: null },
  ];

  it('is read as what its agents are, with or without what stands in brackets', async () => {
    const { run, turns, executions } = await chatOf({ history, question_id: 'q-7', mistake_step: 3 });
    expect(run?.id).toBe('q-7');
    expect(turns).toEqual([
      'human human',
      'Orchestrator agent',
      'Orchestrator agent',
      'WebSurfer agent',
      'Assistant llm',
      'ComputerTerminal tool',
      'ComputerTerminal tool',
      'FileSurfer agent',
    ]);
    expect(executions.map(({ attributes }) => attributes?.['transcript.addressee'])).toEqual(
      history.map(({ role }) => (role.includes('->') ? 'WebSurfer' : undefined)),
    );
    expect(executions[5]?.error?.message).toBe('The code exited with 1.');
  });

  it.for([
    ['The script ran, then exited with Unix exit code: 0\nIts output was:\n31', 'completed'],
    ['The script ran, then exited with an error (POSIX exit code: 2)\nIts output was:\nx', 'failed'],
    ['The script ran but produced no output to console. The POSIX exit code was: 0.', 'completed'],
    ['The script ran but produced no output to console. The Unix exit code was: 137.', 'failed'],
  ])('knows a report of code by its beginning: %s', async ([content, status]) => {
    const { executions } = await chatOf([...history.slice(0, 2), terminal(content)]);
    expect(executions[2]).toMatchObject({ type: 'tool', status });
  });
});

it.for([
  [7],
  [null],
  [['role', 'content']],
  [{}],
  [{ role: 'user' }],
  [{ content: 'x' }],
  [{ from: 'human' }],
  [{ type: 'image', content: 'x' }],
  [{ type: 'ai' }],
  [{ lc: 1, type: 'constructor', id: ['langchain', 'Document'], kwargs: { content: 'x' } }],
  [{ source: 'nginx', message: 'x' }],
  [{ agent: '  ', output: 'x' }],
  [{ agent: 'a', output: null }],
])('takes %j for no message', ([value]) => {
  expect(messageIn(value ?? null)).toBeUndefined();
});
