import fc from 'fast-check';
import { expect, it } from 'vitest';
import { certaintyOf, edgeTexts, nested, noteIds, readBy, runsWith } from '@faultline/plugin-testkit';
import { JaegerReader } from './jaeger-reader.ts';
import { jaeger } from './jaeger.ts';

const traceID = '5b8efff798038103d269b633813fc60c';

/** A span that departs in nothing from what Jaeger writes. */
const spanOf = (spanID: string, more: object = {}) => ({
  traceID,
  spanID,
  operationName: 'fetch',
  references: [],
  startTime: 1_544_712_660_000_000,
  duration: 1_000_250,
  tags: [],
  logs: [],
  processID: 'p1',
  warnings: null,
  ...more,
});
const processes = { p1: { serviceName: 'triage', tags: [{ key: 'hostname', type: 'string', value: 'a1' }] } };
const traceOf = (...spans: readonly object[]) => ({ traceID, spans, processes, warnings: null });
const answerOf = (...traces: readonly object[]) => ({ data: traces, total: 0, limit: 0, offset: 0, errors: null });
const reference = (refType: string, spanID: string, trace = traceID) => ({ refType, traceID: trace, spanID });
const tag = (key: string, type: string, value: unknown) => ({ key, type, value });

const readSpan = async (more: object) => (await runsWith(jaeger, traceOf(spanOf('a', more))))[0];

it('reads a span without a note', async () => {
  const [run] = await runsWith(
    jaeger,
    answerOf(traceOf(spanOf('eee19b7ec3c1b174', { tags: [tag('__proto__', 'string', 'x'), tag('n', 'int64', 7)] }))),
  );
  expect(run).toMatchObject({
    id: traceID,
    workflowId: 'fetch',
    status: 'completed',
    context: { service: 'triage' },
    startMs: 1_544_712_660_000,
    endMs: 1_544_712_661_000.25,
    notes: [],
  });
  expect(JSON.stringify(run?.executions[0]?.attributes)).toBe('{"__proto__":"x","n":7}');
});

it.for([
  ['an answer of the API', answerOf(traceOf(spanOf('a')))],
  ['a trace', traceOf(spanOf('a'))],
  ['the state of a page', { data: traceOf(spanOf('a')), id: traceID, state: 'FETCH_DONE' }],
  ['a list of traces', [traceOf(spanOf('a'))]],
  ['a list of spans', [spanOf('a', { processID: undefined, process: processes.p1 })]],
  ['one span', spanOf('a', { processID: undefined, process: processes.p1 })],
] as const)('recognises and reads %s', async ([_name, document]) => {
  expect(certaintyOf(jaeger, document)).toBeGreaterThan(0.9);
  const runs = await runsWith(jaeger, document);
  expect(runs).toHaveLength(1);
  expect(runs[0]?.context).toEqual({ service: 'triage' });
});

it('collects a trace from all lines', async () => {
  const process = processes.p1;
  const child = spanOf('b', { process, references: [reference('CHILD_OF', 'a')] });
  const [run, ...others] = await runsWith(jaeger, child, spanOf('a', { process }));
  expect(others).toEqual([]);
  expect(run?.executions.map(({ id, parentId }) => [id, parentId])).toEqual([
    ['a', undefined],
    ['b', 'a'],
  ]);
});

it.for([
  { name: 'CHILD_OF', references: [reference('CHILD_OF', 'a')], parentId: 'a', isAsync: false, edges: [] },
  {
    name: 'CHILD_OF after FOLLOWS_FROM',
    references: [reference('FOLLOWS_FROM', 'b'), reference('CHILD_OF', 'a')],
    parentId: 'a',
    isAsync: false,
    edges: ['b -> z (explicit)'],
  },
  {
    name: 'two CHILD_OF: the second is a link',
    references: [reference('CHILD_OF', 'a'), reference('CHILD_OF', 'b')],
    parentId: 'a',
    isAsync: false,
    edges: ['b -> z (explicit)'],
  },
  {
    name: 'only FOLLOWS_FROM: a parent that does not wait',
    references: [reference('FOLLOWS_FROM', 'a')],
    parentId: 'a',
    isAsync: true,
    edges: [],
  },
  {
    name: 'CHILD_OF another trace: no parent',
    references: [reference('CHILD_OF', 'a', 'ff')],
    parentId: undefined,
    isAsync: false,
    edges: [],
  },
  { name: 'no reference, as before there were any', references: [], parentId: 'b', isAsync: false, edges: [] },
])('reads references: $name', async ({ name, references, parentId, isAsync, edges }) => {
  const old = name.startsWith('no reference') ? { parentSpanID: 'b' } : {};
  const early = { duration: 10 };
  const late = { startTime: 1_544_712_660_000_500, references, ...old };
  const [run] = await runsWith(jaeger, traceOf(spanOf('a'), spanOf('b', early), spanOf('z', late)));
  expect(run?.executions.find(({ id }) => id === 'z')).toMatchObject({ isAsync });
  expect(run?.executions.find(({ id }) => id === 'z')?.parentId).toBe(parentId);
  expect(edgeTexts(run)).toEqual(edges);
});

it('reads ids of a reference that holds the whole span', async () => {
  const span = spanOf('a');
  const child = spanOf('b', { references: [{ ...reference('CHILD_OF', 'a'), span: { ...span, references: [] } }] });
  const [run] = await runsWith(jaeger, traceOf(span, child));
  expect(run?.executions.map(({ parentId }) => parentId)).toEqual([undefined, 'a']);
});

it.for([
  [tag('error', 'bool', true), { type: 'unknown_error', message: '' }],
  [tag('error', 'string', 'TimeoutException'), { type: 'timeout', message: '' }],
  [tag('error', 'string', 'the host is gone'), { type: 'unknown_error', message: 'the host is gone' }],
  [tag('otel.status_code', 'string', 'ERROR'), { type: 'unknown_error', message: '' }],
  [tag('error', 'bool', false), undefined],
  [tag('error', 'string', 'false'), undefined],
  [tag('otel.status_code', 'string', 'OK'), undefined],
] as const)('reads the status of %j', async ([member, error]) => {
  const run = await readSpan({ tags: [member] });
  expect(run?.status).toBe(error === undefined ? 'completed' : 'failed');
  expect(run?.executions[0]?.error).toEqual(error);
});

it('takes what a log tells of the error', async () => {
  const tags = [tag('error', 'bool', true)];
  const fields = (...entries: readonly (readonly [string, string])[]) =>
    entries.map(([key, value]) => tag(key, 'string', value));
  const openTracing = fields(
    ['event', 'error'],
    ['error.kind', 'TimeoutError'],
    ['message', 'late'],
    ['stack', 'at x'],
  );
  const openTelemetry = fields(
    ['event', 'exception'],
    ['exception.type', 'TimeoutError'],
    ['exception.message', 'late'],
    ['exception.stacktrace', 'at x'],
  );
  for (const log of [openTracing, openTelemetry]) {
    const run = await readSpan({ tags, logs: [{ timestamp: 1, fields: log }, { timestamp: 2 }] });
    expect(run?.executions[0]?.error).toEqual({ type: 'timeout', message: 'late', stack: 'at x' });
  }
});

it.for([
  ['a boolean as text', { tags: [tag('isOn', 'bool', 'true')] }, ['ingest/tag-types']],
  ['a number as text', { tags: [tag('count', 'int64', '12')] }, ['ingest/tag-types']],
  ['a number beyond 2^53 as text', { tags: [tag('count', 'int64', '9007199254740993')] }, []],
  ['an unknown process', { processID: 'p2' }, ['ingest/unknown-process']],
  ['a process named __proto__', { processID: '__proto__' }, ['ingest/unknown-process']],
  ['warnings', { warnings: ['clock skew adjustment disabled'] }, ['ingest/source-warnings']],
  ['no duration', { duration: undefined }, ['ingest/missing-end']],
] as const)('leaves a note: %s', async ([_name, more, notes]) => {
  expect(noteIds(await readSpan(more))).toEqual(notes);
});

it('counts what it cannot keep', async () => {
  const [run] = await runsWith(
    jaeger,
    traceOf(spanOf('a'), spanOf('', {}), spanOf('c', { startTime: undefined })),
    traceOf(spanOf('d', { traceID: undefined })),
    [spanOf('e', { traceID: undefined }), 7],
  );
  expect(run?.executions.map(({ id }) => id).toSorted()).toEqual(['a', 'd']);
  expect(run?.notes.map(({ id, message }) => [id, /\d+/.exec(message)?.[0]])).toEqual([
    ['ingest/dropped-spans', '2'],
    ['ingest/untraced-spans', '2'],
  ]);
});

it.for([
  ['an answer that found nothing', answerOf(), 'it has no spans.'],
  ['spans without ids', traceOf(spanOf('')), 'none of its 1 spans has a trace id (traceID)'],
  ['something else', { data: 7 }, 'the document (line 1) is not Jaeger JSON'],
  ['a text', '"text"', 'is not Jaeger JSON'],
  ['a bad line', `${JSON.stringify(spanOf('a'))}\n{"spans": x}`, 'a line is not JSON (line 2, column 11)'],
  ['a deep tag', traceOf(spanOf('a', { tags: [tag('deep', 'string', nested(65))] })), 'deeper than 64 levels'],
  ['a deep process', traceOf(spanOf('a', { process: { tags: { deep: nested(65) } } })), 'deeper than 64 levels'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(jaeger, document)).rejects.toThrow(message);
});

it('does not take other documents for its own', () => {
  for (const document of [
    [{ parent: 'a', child: 'b', callCount: 1 }],
    { resourceSpans: [] },
    [{ traceId: 'a', id: 'b', timestamp: 1 }],
    { data: [{ id: 'a' }] },
  ])
    expect(certaintyOf(jaeger, document)).toBe(0);
});

it('accounts for every span', () => {
  const id = fc.constantFrom('', 'a', 'b', '__proto__');
  const span = fc.oneof(
    fc.record({
      traceID: fc.option(id, { nil: undefined }),
      spanID: id,
      startTime: fc.constantFrom<unknown>(0, 1000, '1000', 'x', null),
      references: fc.array(fc.record({ refType: fc.constantFrom('CHILD_OF', 'FOLLOWS_FROM'), spanID: id })),
    }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const { intake, table } = readBy(new JaegerReader('input.json'), { traceID: 'a', spans });
      expect(intake.readCount).toBe(spans.length);
      expect(table.size + table.droppedCount).toBe(spans.length);
    }),
  );
});
