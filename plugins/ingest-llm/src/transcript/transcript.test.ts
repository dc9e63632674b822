import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Run } from '@faultline/model';
import { certaintyOf, edgeTexts, nested, noteIds, readBy, runsWith } from '@faultline/plugin-testkit';
import { TranscriptReader } from './transcript-reader.ts';
import { transcript } from './transcript.ts';

const says = (role: string, content: unknown, more: object = {}) => ({ role, content, ...more });
const call = (id: string, name: string, text = '{"q":1}') => ({
  id,
  type: 'function',
  function: { name, arguments: text },
});
const asks = (...calls: readonly object[]) => ({ role: 'assistant', content: null, tool_calls: calls });
const answers = (tool_call_id: string, name: string | undefined, content: unknown, more: object = {}) => ({
  role: 'tool',
  tool_call_id,
  name,
  content,
  ...more,
});

/** What Anthropic writes for calls and answers of tools. */
const use = (id: string, name: string) => ({ type: 'tool_use', id, name, input: { q: 1 } });
const result = (tool_use_id: string, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id,
  content: [{ type: 'text', text: 'x' }],
  ...more,
});

const trial = (number: number) => ({ task_id: 7, trial: number, user_id: 'u1', traj: [says('user', 'Hi.')] });
const idOf = async (text: string) => (await runsWith(transcript, [says('user', text)]))[0]?.id;

/** `id step type from-to` of each turn. */
const turnsOf = (run: Run | undefined): readonly string[] =>
  (run?.executions ?? [])
    .filter(({ id }) => id !== 'conversation')
    .map(({ id, stepId, type, startMs, endMs }) => `${id} ${stepId} ${type} ${startMs}-${endMs}`)
    .toSorted();

it('gives each message a place: its turn, a tool beside those that were asked for with it', async () => {
  const [run, ...others] = await runsWith(transcript, [
    says('system', 'Be brief.'),
    says('user', 'Look for it.'),
    asks(call('call_1', 'search'), call('call_2', 'fetch')),
    answers('call_1', 'search', '["x"]'),
    answers('call_2', undefined, 'y'),
    says('assistant', 'Found.', { model: 'm-1' }),
    says('user', 'Thanks.'),
  ]);
  expect(others).toEqual([]);
  expect(turnsOf(run)).toEqual([
    'message-0 system preprocessing 0-1',
    'message-1 user human 1-2',
    'message-2 assistant llm 2-3',
    'message-3 search tool 3-4',
    'message-4 fetch tool 3-4',
    'message-5 assistant llm 4-5',
    'message-6 user human 5-6',
  ]);
  expect(edgeTexts(run)).toEqual([
    'message-0 -> message-1 (explicit)',
    'message-1 -> message-2 (explicit)',
    'message-2 -> message-3 (dataflow)',
    'message-2 -> message-4 (dataflow)',
    'message-3 -> message-5 (dataflow)',
    'message-4 -> message-5 (dataflow)',
    'message-5 -> message-6 (explicit)',
  ]);
  expect(run).toMatchObject({ workflowId: 'conversation', status: 'completed', startMs: 0, endMs: 6 });
  expect(run?.id).toMatch(/^[0-9a-f]{16}$/);
  expect(noteIds(run)).toEqual(['ingest/order-only']);
  const byId = new Map(run?.executions.map((execution) => [execution.id, execution]));
  expect(byId.get('conversation')).toMatchObject({ type: 'workflow', startMs: 0, endMs: 6 });
  expect(byId.get('message-3')).toMatchObject({ parentId: 'conversation', input: { q: 1 }, output: ['x'] });
  expect(byId.get('message-5')).toMatchObject({ output: 'Found.', attributes: { model: 'm-1' } });
});

it('pairs an answer with the last call of its id, where ids are used again', async () => {
  const [run] = await runsWith(transcript, [
    says('user', 'Look.'),
    asks(call('call_1', 'search')),
    answers('call_1', 'search', 'a'),
    asks(call('call_1', 'fetch')),
    answers('call_1', undefined, 'b'),
    says('assistant', 'Done.'),
  ]);
  expect(turnsOf(run)[4]).toBe('message-4 fetch tool 4-5');
  expect(edgeTexts(run)).toEqual([
    'message-0 -> message-1 (explicit)',
    'message-1 -> message-2 (dataflow)',
    'message-2 -> message-3 (dataflow)',
    'message-3 -> message-4 (dataflow)',
    'message-4 -> message-5 (dataflow)',
  ]);
});

it('reads parts of Anthropic: tools that were asked for and answered together', async () => {
  const [run] = await runsWith(transcript, {
    messages: [
      says('user', 'Look.'),
      says('assistant', [{ type: 'text', text: 'I look.' }, use('t1', 'search'), use('t2', 'fetch')]),
      says('user', [result('t1'), result('t2', { is_error: true }), { type: 'text', text: 'Go on.' }]),
      says('assistant', 'Done.'),
    ],
  });
  expect(turnsOf(run)).toEqual([
    'message-0 user human 0-1',
    'message-1 assistant llm 1-2',
    'message-2.0 user human 3-4',
    'message-2.1 search tool 2-3',
    'message-2.2 fetch tool 2-3',
    'message-3 assistant llm 4-5',
  ]);
  expect(run?.executions.find(({ id }) => id === 'message-2.2')?.status).toBe('failed');
  expect(noteIds(run)).toEqual(['ingest/order-only']);
});

it('reads a chat of several agents: names are steps, who reports how code ran is a tool', async () => {
  const [run] = await runsWith(transcript, {
    question_ID: 'q-1',
    is_correct: false,
    history: [
      says('assistant', 'A plan.', { name: 'Planner' }),
      says('user', 'exitcode: 1 (execution failed)\nCode output: x', { name: 'Terminal' }),
      says('user', 'There is no code.', { name: 'Terminal' }),
      says('Orchestrator (-> Planner)', 'Your turn.'),
      says('assistant', 'Done.', { name: 'Planner' }),
    ],
  });
  expect(run?.id).toBe('q-1');
  expect(turnsOf(run)).toEqual([
    'message-0 Planner agent 0-1',
    'message-1 Terminal tool 1-2',
    'message-2 Terminal tool 2-3',
    'message-3 Orchestrator agent 3-4',
    'message-4 Planner agent 4-5',
  ]);
  expect(edgeTexts(run)).toHaveLength(4);
  expect(run?.executions.find(({ id }) => id === 'message-1')).toMatchObject({
    status: 'failed',
    error: { message: 'The code exited with 1.' },
  });
  expect(run?.executions.find(({ id }) => id === 'conversation')?.attributes).toEqual({
    'transcript.question_ID': 'q-1',
    'transcript.is_correct': false,
  });
  expect(noteIds(run)).toEqual(['ingest/order-only', 'ingest/derived-statuses']);
});

it('reads several trials of a benchmark, whom they are about kept apart', async () => {
  const runs = await runsWith(transcript, [trial(0), trial(1), trial(1)]);
  expect(runs.map(({ id, subjectId }) => [id, subjectId])).toEqual([
    ['task-7-trial-0', 'u1'],
    ['task-7-trial-1', 'u1'],
    ['task-7-trial-1~2', 'u1'],
  ]);
  expect(noteIds(runs[2])).toContain('ingest/repeated-run-ids');
  expect(JSON.stringify(runs.map(({ executions }) => executions))).not.toContain('u1');
});

it('says which calls have no answer and which answers no call', async () => {
  const [run] = await runsWith(transcript, [
    answers('call_9', 'search', 'x'),
    asks(call('call_1', 'search'), call('call_2', 'fetch')),
    answers('call_1', 'search', 'y'),
  ]);
  expect(noteIds(run)).toEqual(['ingest/order-only', 'ingest/unanswered-calls', 'ingest/unasked-answers']);
  expect(edgeTexts(run)).toContain('message-1 -> message-2 (dataflow)');
});

it.for([
  ['Error: no such user', true],
  ['Errors are rare.', false],
  ['exitcode: 0 (execution succeeded)', false],
  ['exitcode: 137 (execution failed)', true],
  [[{ type: 'text', text: 'Error: no such user' }], true],
])('tells from %j whether a tool failed: %s', async ([content, hasFailed]) => {
  const [run] = await runsWith(transcript, [asks(call('c', 'search')), answers('c', 'search', content)]);
  const tool = run?.executions.find(({ stepId }) => stepId === 'search');
  expect(tool?.status).toBe(hasFailed === true ? 'failed' : 'completed');
  expect(tool?.error?.message ?? '').not.toContain('user');
  expect(noteIds(run).includes('ingest/derived-statuses')).toBe(hasFailed);
});

it.for([
  ['a list of messages', [says('user', 'Hi.')]],
  ['a request of a chat API', { model: 'm', messages: [says('user', 'Hi.')] }],
  ['a list of conversations', [{ messages: [says('user', 'Hi.')] }]],
] as const)('recognises and reads %s', async ([_name, document]) => {
  expect(certaintyOf(transcript, document)).toBe(0.6);
  expect(await runsWith(transcript, document)).toHaveLength(1);
});

it('is recognised before it is told who speaks first', () => {
  const head = JSON.stringify({ history: [{ content: 'lamps '.repeat(20_000), role: 'human' }] }).slice(0, 65_536);
  expect(certaintyOf(transcript, head)).toBe(0.3);
  expect(certaintyOf(transcript, head.replace('history', 'stories'))).toBe(0);
  expect(certaintyOf(transcript, '{"history": [{"content": "whole"}]}')).toBe(0);
});

it('reads JSON Lines: a message or a conversation on each', async () => {
  expect((await runsWith(transcript, says('user', 'Hi.'), says('assistant', 'Ho.')))[0]?.executions).toHaveLength(3);
  const conversation = (text: string) => ({ messages: [says('user', text)] });
  expect(await runsWith(transcript, conversation('Hi.'), conversation('Ho.'))).toHaveLength(2);
});

it('gives the same id to the same content only', async () => {
  expect(await idOf('a')).toBe(await idOf('a'));
  expect(await idOf('a')).not.toBe(await idOf('b'));
});

it.for([
  ['nothing of the kind', { name: 'a' }, 'the document (line 1) is no transcript'],
  ['an empty conversation', { messages: [] }, 'none of its 1 messages has a role and a content'],
  ['no messages', { messages: [{}, 7] }, 'none of its 2 messages has a role and a content'],
  ['a deep message', [says('user', nested(70))], 'deeper than 64 levels'],
  ['a deep content', [says('assistant', 'a'), says('user', nested(66))], 'deeper than 64 levels'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(transcript, document)).rejects.toThrow(message);
});

it('accounts for every message, in order of time', () => {
  const id = fc.constantFrom('', 'a', 'b', '__proto__');
  const message = fc.oneof(
    fc.record({ role: fc.constantFrom('user', 'assistant', 'system', '__proto__'), name: id, content: fc.string() }),
    fc.array(id).map((ids) => asks(...ids.map((callId) => call(callId, 'search')))),
    fc.record({ role: fc.constant('tool'), tool_call_id: id, content: fc.string() }),
    fc.array(id).map((ids) =>
      says(
        'user',
        ids.map((tool_use_id) => ({ type: 'tool_result', tool_use_id })),
      ),
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.array(message), (messages) => {
      const { intake, table } = readBy(new TranscriptReader('input.json'), { messages });
      const { readCount, splitCount } = intake;
      expect(readCount).toBe(Math.max(1, messages.length));
      expect(table.size + table.droppedCount).toBe(readCount + splitCount);
    }),
  );
});
