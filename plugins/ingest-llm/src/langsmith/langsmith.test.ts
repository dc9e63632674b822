import fc from 'fast-check';
import { expect, it } from 'vitest';
import { certaintyOf, edgeTexts, finished, nested, noteIds, readBy, runsWith } from '@faultline/plugin-testkit';
import { LangsmithReader } from './langsmith-reader.ts';
import { langsmith } from './langsmith.ts';

/** A run as the API answers it. */
const runOf = (id: string, more: object = {}) => ({
  id,
  trace_id: 'root',
  name: 'triage',
  run_type: 'chain',
  start_time: '2024-10-13T07:05:38.291001',
  end_time: '2024-10-13T07:05:48.730000',
  inputs: {},
  outputs: null,
  error: null,
  ...more,
});
/** A run that does not name its trace. */
const untraced = (id: string, parent_run_id: string | null) => runOf(id, { trace_id: null, parent_run_id });
const at = (second: number) => `2024-10-13T07:05:${second}Z`;
const startMs = Date.UTC(2024, 9, 13, 7, 5, 38, 291) + 0.001;

const readOne = async (more: object) => (await runsWith(langsmith, runOf('root', more)))[0];

it('reads a run without a note; times without a zone are UTC', async () => {
  const run = await readOne({
    run_type: 'llm',
    session_name: 'clinic',
    tags: ['blue'],
    extra: { metadata: { ls_model_name: 'o1-mini', ls_provider: 'openai', thread_id: 't1', user_id: 'u1' } },
    inputs: { messages: [] },
    outputs: {
      usage_metadata: {
        input_tokens: 43,
        output_tokens: 1901,
        total_tokens: 1944,
        input_token_details: { cache_read: 0 },
        output_token_details: { reasoning: 960 },
      },
    },
    total_cost: '0.02',
  });
  expect(run).toMatchObject({
    id: 'root',
    workflowId: 'triage',
    subjectId: 'u1',
    context: { session: 't1' },
    status: 'completed',
    startMs,
    notes: [],
  });
  expect(run?.executions[0]).toMatchObject({
    type: 'llm',
    input: { messages: [] },
    attributes: { model: 'o1-mini', provider: 'openai', 'langsmith.project': 'clinic', 'langsmith.tags': ['blue'] },
    metrics: {
      inputTokens: 43,
      outputTokens: 1901,
      totalTokens: 1944,
      cachedInputTokens: 0,
      reasoningTokens: 960,
      costUsd: 0.02,
    },
  });
  expect(JSON.stringify(run?.executions)).not.toContain('u1');
});

const child = runOf('child', { parent_run_id: 'root' });
it.for([
  ['a run tree', { ...runOf('root'), child_runs: [{ ...child, parent_run_id: undefined, trace_id: undefined }] }],
  ['a list of runs', [child, runOf('root')]],
  ['an answer of the API', { runs: [runOf('root'), child] }],
  ['a batch', { post: [runOf('root'), child], patch: [] }],
] as const)('recognises and reads %s', async ([_name, document]) => {
  expect(certaintyOf(langsmith, document)).toBeGreaterThanOrEqual(0.9);
  const runs = await runsWith(langsmith, document);
  expect(runs).toHaveLength(1);
  expect(new Map(runs[0]?.executions.map(({ id, parentId }) => [id, parentId]))).toEqual(
    new Map([
      ['child', 'root'],
      ['root', undefined],
    ]),
  );
});

it('reads one run per line', async () => {
  expect((await runsWith(langsmith, runOf('root'), child))[0]?.executions).toHaveLength(2);
});

it('merges what was posted with its patch, also where only dotted_order says what it patches', async () => {
  const dotted_order = '20241013T070538291001Zroot';
  const { outputs, end_time, ...begun } = runOf('root', { dotted_order });
  const [run] = await runsWith(langsmith, {
    post: [begun],
    patch: [{ dotted_order, trace_id: 'root', end_time, outputs: { text: 'hello' } }],
  });
  expect(outputs).toBeNull();
  expect(run?.executions).toHaveLength(1);
  expect(run?.executions[0]).toMatchObject({ status: 'completed', output: { text: 'hello' } });
  expect(noteIds(run)).toEqual(['ingest/merged-records']);
});

it('takes parent, trace and start from dotted_order', async () => {
  const [run] = await runsWith(langsmith, [
    runOf('root'),
    runOf('child', {
      trace_id: undefined,
      start_time: undefined,
      dotted_order: '20241013T070538291001Zroot.20241013T070539000002Zchild',
    }),
  ]);
  expect(run?.executions[1]).toMatchObject({ parentId: 'root', startMs: Date.UTC(2024, 9, 13, 7, 5, 39) + 0.002 });
  expect(noteIds(run)).toEqual(['ingest/parents-from-order', 'ingest/starts-from-order']);
});

it('finds the trace through the parents, and ends on a cycle', async () => {
  const runs = await runsWith(langsmith, [
    untraced('a', null),
    untraced('c', 'b'),
    untraced('b', 'a'),
    untraced('x', 'y'),
    untraced('y', 'x'),
    untraced('z', 'elsewhere'),
  ]);
  expect(runs.map(({ id, executions }) => [id, executions.map((execution) => execution.id)])).toEqual([
    ['a', ['a', 'b', 'c']],
    ['elsewhere', ['z']],
    ['y', ['x', 'y']],
  ]);
});

it('reads a tree of ten thousand levels', async () => {
  let text = '';
  for (let level = 0; level < 10_000; level++)
    text += `{"id":"r${level}","run_type":"chain","name":"n","start_time":${level},"end_time":20000,"child_runs":[`;
  const [run] = await runsWith(langsmith, text + ']}'.repeat(10_000));
  expect(run?.id).toBe('r0');
  expect(run?.executions).toHaveLength(10_000);
});

it.for([
  [
    "TimeoutError('late')\n\nTraceback ...",
    { type: 'timeout', message: "TimeoutError('late')", stack: "TimeoutError('late')\n\nTraceback ..." },
  ],
  ['ValueError: no page', { type: 'ValueError', message: 'ValueError: no page' }],
  ['it broke', { type: 'unknown_error', message: 'it broke' }],
] as const)('reads the error %j', async ([error, expected]) => {
  const run = await readOne({ error });
  expect(run?.status).toBe('failed');
  expect(run?.executions[0]?.error).toEqual(expected);
});

it.for([
  [{ usage_metadata: { input_tokens: 7 } }],
  [{ llm_output: { token_usage: { prompt_tokens: 7 } } }],
  [{ usage: { prompt_tokens: 7 } }],
  [{ generations: [[{ message: { kwargs: { usage_metadata: { input_tokens: 7 } } } }]] }],
])('finds tokens in %j', async ([outputs]) => {
  expect((await readOne({ run_type: 'llm', outputs }))?.executions[0]?.metrics).toEqual({ inputTokens: 7 });
  // A chain would count them again.
  expect((await readOne({ run_type: 'chain', outputs, prompt_tokens: 9 }))?.executions[0]?.metrics).toEqual({});
});

it('joins a model and its tool by the id of the call', async () => {
  const asks = { messages: [{ tool_calls: [{ id: 'call_1', name: 'search' }] }] };
  const [run] = await runsWith(langsmith, [
    runOf('root', { start_time: at(10), end_time: at(50) }),
    runOf('model', { parent_run_id: 'root', run_type: 'llm', outputs: asks, start_time: at(11), end_time: at(12) }),
    runOf('tool', {
      parent_run_id: 'root',
      run_type: 'tool',
      name: 'search',
      outputs: { output: { kwargs: { tool_call_id: 'call_1' } } },
      start_time: at(13),
      end_time: at(14),
    }),
  ]);
  expect(edgeTexts(run)).toEqual(['model -> tool (dataflow)']);
});

it('counts what it cannot keep', async () => {
  const [run] = await runsWith(langsmith, [runOf('root'), runOf('b', { start_time: 'soon' }), runOf(''), 7]);
  expect(run?.notes.map(({ id, message }) => [id, /\d+/.exec(message)?.[0]])).toEqual([
    ['ingest/dropped-spans', '1'],
    ['ingest/untraced-spans', '2'],
  ]);
});

it.for([
  ['an empty batch', { post: [], patch: [] }, 'it has no runs.'],
  ['runs without ids', [{}], 'none of its 1 runs has an id'],
  ['something else', { name: 'a' }, 'the document (line 1) is not of LangSmith'],
  ['a deep input', runOf('a', { inputs: { deep: nested(64) } }), 'deeper than 64 levels'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(langsmith, document)).rejects.toThrow(message);
});

it('accounts for every run', () => {
  const id = fc.constantFrom('', 'a', 'b', '__proto__');
  const run = fc.oneof(
    fc.record({ id, trace_id: id, parent_run_id: id, start_time: fc.constantFrom<unknown>(5, 'x', null) }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.array(run), fc.array(run), (post, patch) => {
      const reader = finished(readBy(new LangsmithReader('input.json'), { post, patch }));
      const { readCount, mergedCount } = reader.intake;
      expect(readCount).toBe(post.length + patch.length);
      expect(reader.table.size + mergedCount + reader.table.droppedCount).toBe(readCount);
    }),
  );
});
