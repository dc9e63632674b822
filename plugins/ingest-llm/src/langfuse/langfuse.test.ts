import fc from 'fast-check';
import { expect, it } from 'vitest';
import { certaintyOf, finished, nested, noteIds, readBy, runsWith } from '@faultline/plugin-testkit';
import { LangfuseReader } from './langfuse-reader.ts';
import { langfuse } from './langfuse.ts';

const traceId = '080130871f53145aecf7c29d5dfb6e4c';

/** An observation as downloads have it. */
const observationOf = (id: string, more: object = {}) => ({
  id,
  traceId,
  type: 'SPAN',
  name: 'triage',
  parentObservationId: null,
  startTime: '2025-06-11T14:01:32.598Z',
  endTime: '2025-06-11T14:01:39.589Z',
  level: 'DEFAULT',
  statusMessage: null,
  input: null,
  output: null,
  metadata: '{}',
  usageDetails: {},
  costDetails: {},
  ...more,
});
const trace = {
  id: traceId,
  name: 'triage',
  projectId: 'p',
  userId: 'u1',
  sessionId: 's1',
  release: '1.2',
  environment: 'default',
};
const event = (type: string, body: object) => ({ id: 'e', type, timestamp: '2025-06-11T14:01:33Z', body });

const readOne = async (more: object) =>
  (await runsWith(langfuse, { trace, observations: [observationOf('a', more)] }))[0];

it('reads a downloaded trace without a note', async () => {
  const model = {
    type: 'GENERATION',
    name: 'chat',
    parentObservationId: 'a',
    model: 'gpt-4o-mini',
    input: '{"messages": [{"role": "user", "content": "hi"}]}',
    output: { role: 'assistant', content: 'hello' },
    usageDetails: { input: 12, output: 3, total: 15, input_cached_tokens: 4 },
    costDetails: { input: 0.1, output: 0.2, total: 0.3 },
    completionStartTime: '2025-06-11T14:01:32.698Z',
  };
  const metadata = JSON.stringify({
    attributes: { 'input.mime_type': 'application/json' },
    resourceAttributes: { 'service.name': 'clinic' },
    topic: 'x',
  });
  const [run] = await runsWith(langfuse, {
    trace,
    observations: [observationOf('b', model), observationOf('a', { metadata })],
  });
  expect(run).toMatchObject({
    id: traceId,
    workflowId: 'triage',
    subjectId: 'u1',
    context: { service: 'clinic', release: '1.2', session: 's1' },
    status: 'completed',
    startMs: Date.UTC(2025, 5, 11, 14, 1, 32, 598),
    notes: [],
  });
  const [root, chat] = run?.executions ?? [];
  expect(root).toMatchObject({ id: 'a', attributes: { topic: 'x' } });
  expect(chat).toMatchObject({
    parentId: 'a',
    stepId: 'chat',
    type: 'llm',
    input: { messages: [{ role: 'user', content: 'hi' }] },
    output: { role: 'assistant', content: 'hello' },
    attributes: { model: 'gpt-4o-mini' },
  });
  expect(chat?.metrics).toEqual({
    inputTokens: 12,
    outputTokens: 3,
    totalTokens: 15,
    cachedInputTokens: 4,
    inputCostUsd: 0.1,
    outputCostUsd: 0.2,
    costUsd: 0.3,
    timeToFirstTokenMs: 100,
  });
});

it.for([
  ['a download', { trace, observations: [observationOf('a')] }],
  ['a download with the observations inside of the trace', { trace: { ...trace, observations: [observationOf('a')] } }],
  ['an answer of the API', { ...trace, observations: [observationOf('a')] }],
  ['a list of observations', { data: [observationOf('a')], meta: {} }],
  ['rows of observations', [observationOf('a')]],
  ['a row of a table', { id: 'a', trace_id: traceId, type: 'SPAN', start_time: '2025-06-11 14:01:32.598', name: 'x' }],
  ['a batch', { batch: [event('span-create', observationOf('a'))], metadata: {} }],
] as const)('recognises and reads %s', async ([_name, document]) => {
  expect(certaintyOf(langfuse, document)).toBeGreaterThanOrEqual(0.9);
  const [run] = await runsWith(langfuse, document);
  expect(run?.executions).toHaveLength(1);
  expect(run?.startMs).toBe(Date.UTC(2025, 5, 11, 14, 1, 32, 598));
});

it('merges creation and updates of a batch', async () => {
  const { endTime, ...begun } = observationOf('a', { metadata: { one: 1 } });
  const update = {
    id: 'a',
    endTime,
    level: 'ERROR',
    statusMessage: 'request timed out',
    metadata: { two: 2 },
    name: null,
  };
  const [run] = await runsWith(langfuse, {
    batch: [
      event('trace-create', { id: traceId, userId: 'u1', name: 'clinic' }),
      event('span-create', begun),
      event('generation-create', observationOf('b', { type: undefined, parentObservationId: 'a' })),
      event('span-update', update),
      event('score-create', { id: 's', value: 1 }),
    ],
  });
  expect(run).toMatchObject({ status: 'failed', subjectId: 'u1' });
  expect(run?.executions.map(({ type }) => type).toSorted()).toEqual(['llm', 'task']);
  expect(run?.executions.find(({ id }) => id === 'a')).toMatchObject({
    stepId: 'triage',
    error: { type: 'timeout', message: 'request timed out' },
    attributes: { one: 1, two: 2 },
  });
  expect(noteIds(run)).toEqual(['ingest/merged-records']);
});

it.for([
  ['AGENT', {}, 'agent'],
  ['TOOL', {}, 'tool'],
  ['CHAIN', {}, 'task'],
  ['RETRIEVER', {}, 'retriever'],
  ['EVALUATOR', {}, 'validation'],
  ['GUARDRAIL', {}, 'guardrail'],
  ['GENERATION', {}, 'llm'],
  ['GENERATION', { 'gen_ai.operation.name': 'invoke_agent' }, 'agent'],
  ['SPAN', { 'openinference.span.kind': 'TOOL' }, 'tool'],
  ['SPAN', {}, 'task'],
] as const)('takes an observation of type %s with %j for %s', async ([type, attributes, stepType]) => {
  const run = await readOne({ type, metadata: JSON.stringify({ attributes }) });
  expect(run?.executions[0]?.type).toBe(stepType);
});

it('takes an event for a moment, and anything else without an end for running', async () => {
  expect((await readOne({ type: 'EVENT', endTime: null }))?.executions[0]).toMatchObject({ status: 'completed' });
  const run = await readOne({ endTime: null });
  expect(run?.status).toBe('running');
  expect(noteIds(run)).toEqual(['ingest/missing-end']);
});

it('keeps metadata that is no JSON, and __proto__ as an ordinary key', async () => {
  expect((await readOne({ metadata: '{"cut": ' }))?.executions[0]?.attributes).toMatchObject({
    'langfuse.observation.metadata': '{"cut": ',
  });
  const run = await readOne({ metadata: '{"__proto__": {"a": 1}}' });
  expect(JSON.stringify(run?.executions[0]?.attributes)).toContain('"__proto__":{"a":1}');
});

it('tells the name of the trace where it is not that of the root', async () => {
  const [run] = await runsWith(langfuse, { trace: { ...trace, name: 'intake' }, observations: [observationOf('a')] });
  expect(run?.workflowId).toBe('intake');
});

it('counts what it cannot keep', async () => {
  const [run] = await runsWith(langfuse, {
    trace,
    observations: [observationOf('a'), observationOf(''), observationOf('c', { startTime: 'soon' }), { id: 'd' }, 7],
  });
  expect(run?.notes.map(({ id, message }) => [id, /\d+/.exec(message)?.[0]])).toEqual([
    ['ingest/dropped-spans', '2'],
    ['ingest/untraced-spans', '2'],
  ]);
});

it.for([
  ['a trace without observations', { trace, observations: [] }, 'it has no observations.'],
  ['observations without ids', { trace, observations: [{}] }, 'none of its 1 observations has a trace id'],
  ['something else', { name: 'a' }, 'the document (line 1) is not of Langfuse'],
  ['a deep input', { trace, observations: [observationOf('a', { input: nested(65) })] }, 'deeper than 64 levels'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(langfuse, document)).rejects.toThrow(message);
});

it('accounts for every observation', () => {
  const id = fc.constantFrom('', 'a', 'b', '__proto__');
  const observation = fc.oneof(
    fc.record({ id, traceId: id, startTime: fc.constantFrom<unknown>('2025-01-01T00:00:00Z', 5, null) }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.array(observation), (observations) => {
      const reader = finished(readBy(new LangfuseReader('input.json'), { trace, observations }));
      const { readCount, mergedCount } = reader.intake;
      expect(readCount).toBe(observations.length);
      expect(reader.table.size + mergedCount + reader.table.droppedCount).toBe(readCount);
    }),
  );
});
