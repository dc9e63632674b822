import fc from 'fast-check';
import { expect, it } from 'vitest';
import { certaintyOf, edgeTexts, finished, nested, noteIds, readBy, runsWith } from '@faultline/plugin-testkit';
import plugin from '../index.ts';
import { SpanObjectReader } from './span-object-reader.ts';
import { spanObjects } from './span-objects.ts';

const traceId = '5b8efff798038103d269b633813fc60c';
const startMs = Date.UTC(2026, 0, 5, 8);

/** A span as the SDK for Python writes it. */
const pythonSpan = (spanId: string, more: object = {}) => ({
  name: 'triage',
  context: { trace_id: `0x${traceId}`, span_id: `0x${spanId}`, trace_state: '[]' },
  kind: 'SpanKind.INTERNAL',
  parent_id: null,
  start_time: '2026-01-05T08:00:00.000250Z',
  end_time: '2026-01-05T08:00:01.500000Z',
  status: { status_code: 'UNSET' },
  attributes: {},
  events: [],
  links: [],
  resource: { attributes: { 'service.name': 'clinic' }, schema_url: '' },
  ...more,
});

/** A span as the console exporter of the SDK for JavaScript writes it. */
const consoleSpan = (id: string, more: object = {}) => ({
  resource: { attributes: { 'service.name': 'clinic' } },
  instrumentationScope: { name: 'clinic' },
  traceId,
  parentId: undefined,
  name: 'triage',
  id,
  kind: 0,
  timestamp: startMs * 1000 + 250,
  duration: 1_499_750,
  attributes: {},
  status: { code: 0 },
  events: [],
  links: [],
  ...more,
});

/** A row as Phoenix writes it. */
const phoenixRow = (spanId: string, more: object = {}) => ({
  id: `U3Bhbjo${spanId}`,
  name: 'triage',
  context: { trace_id: traceId, span_id: spanId },
  span_kind: 'CHAIN',
  parent_id: null,
  start_time: '2026-01-05T08:00:00.000250+00:00',
  end_time: '2026-01-05T08:00:01.500000+00:00',
  status_code: 'OK',
  status_message: '',
  attributes: {},
  events: [],
  ...more,
});

/** A span as programs dump it that have the times as numbers of Python. */
const dumpedSpan = (spanId: string, more: object = {}) => ({
  name: 'triage',
  trace_id: traceId,
  span_id: spanId,
  parent_span_id: null,
  kind: 'INTERNAL',
  start_time_unix_ns: startMs * 1e6,
  end_time_unix_ns: (startMs + 1500) * 1e6,
  duration_ms: 1500,
  status: { status_code: 'OK', description: null },
  attributes: {},
  events: [],
  ...more,
});

const [a, b] = ['3d0470fff92ec9ba', '3d0470fff92ec9bb'];
/** The same span as an object with a column for each attribute. */
const columnsOf = (spanId: string, more: object = {}) => ({
  name: 'triage',
  'context.trace_id': traceId,
  'context.span_id': spanId,
  parent_id: null,
  start_time: startMs,
  end_time: startMs + 1500,
  status_code: 'OK',
  ...more,
});

it.for([
  ['of the SDK for Python', [pythonSpan(a), pythonSpan(b, { parent_id: `0x${a}` })], []],
  ['of the SDK for JavaScript', [consoleSpan(a), consoleSpan(b, { parentSpanContext: { traceId, spanId: a } })], []],
  ['of an older SDK for JavaScript', [consoleSpan(a), consoleSpan(b, { parentId: a })], []],
  ['of Phoenix', [phoenixRow(a), phoenixRow(b, { parent_id: a })], []],
  ['of a dump', [dumpedSpan(a), dumpedSpan(b, { parent_span_id: a })], ['ingest/rounded-times']],
  ['of a table', [columnsOf(a), columnsOf(b, { parent_id: a })], ['ingest/time-units']],
] as const)('recognises and reads spans %s in every shape', async ([_name, spans, notes]) => {
  for (const documents of [[spans], spans, [{ schema: 'v0', spans }], [[{ spans }]]]) {
    expect(certaintyOf(spanObjects, documents[0])).toBeGreaterThan(0);
    const [run, ...others] = await runsWith(spanObjects, ...documents);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ id: traceId, workflowId: 'triage', status: 'completed' });
    expect(run?.endMs).toBe(startMs + 1500);
    expect(run?.executions.map(({ id, parentId }) => [id, parentId])).toEqual([
      [a, undefined],
      [b, a],
    ]);
    expect(noteIds(run)).toEqual(notes);
  }
});

it('reads spans one after the other over several lines, as the console exporter for Python writes them', async () => {
  const text = [pythonSpan(a), pythonSpan(b)].map((span) => `${JSON.stringify(span, undefined, 4)}\n`).join('');
  expect(spanObjects.recognizes(new TextEncoder().encode(text))).toBe(0.6);
  const [run] = await runsWith(spanObjects, text);
  expect(run?.executions.map(({ id }) => id)).toEqual([a, b]);
  const line = text.split('\n').length;
  await expect(runsWith(spanObjects, `${text}{\n"name": x}`)).rejects.toThrow(`a line is not JSON (line ${line}, `);
});

it('reads resources of spans, of old SDKs, and of what is around them', async () => {
  const resource = { 'service.name': 'clinic' };
  for (const document of [
    [pythonSpan(a)],
    [pythonSpan(a, { resource })],
    { resource: { attributes: { service: { name: 'clinic' } } }, spans: [dumpedSpan(a)] },
  ]) {
    const [run] = await runsWith(spanObjects, document);
    expect(run?.context).toEqual({ service: 'clinic' });
  }
});

it('takes the trace from what is around the spans', async () => {
  const [run] = await runsWith(spanObjects, { trace_id: traceId, spans: [dumpedSpan(a, { trace_id: undefined })] });
  expect(run?.id).toBe(traceId);
});

it.for([
  ['of Phoenix', phoenixRow(a, { span_kind: 'LLM' })],
  ['in an attribute', phoenixRow(a, { span_kind: 'CHAIN', attributes: { openinference: { span: { kind: 'LLM' } } } })],
  ['in a column', columnsOf(a, { 'attributes.openinference.span.kind': 'LLM' })],
] as const)('reads the kind %s as the type of the step', async ([_name, span]) => {
  const [run] = await runsWith(spanObjects, [span]);
  expect(run?.executions[0]?.type).toBe('llm');
});

it('reads attributes that are nested objects', async () => {
  const attributes = {
    input: { value: '{"question":"dose"}', mime_type: 'application/json' },
    llm: { model_name: 'm-1', token_count: { prompt: 7, completion: 3 } },
    tags: ['x', 'y'],
    nothing: null,
  };
  const [run] = await runsWith(spanObjects, [phoenixRow(a, { span_kind: 'LLM', attributes })]);
  expect(run?.executions[0]).toMatchObject({
    input: { question: 'dose' },
    metrics: { inputTokens: 7, outputTokens: 3 },
    attributes: { 'openinference.span.kind': 'LLM', model: 'm-1', tags: ['x', 'y'] },
  });
});

it('keeps a key named __proto__', async () => {
  const [run] = await runsWith(
    spanObjects,
    JSON.stringify([dumpedSpan(a)]).replace('"attributes":{}', '"attributes":{"__proto__":"x"}'),
  );
  expect(JSON.stringify(run?.executions[0]?.attributes)).toBe('{"__proto__":"x"}');
});

const exception = {
  name: 'exception',
  timestamp: '2026-01-05T08:00:01Z',
  attributes: { 'exception.type': 'TimeoutError', 'exception.message': 'late' },
};
it.for([
  ['of the SDK for Python', pythonSpan(a, { status: { status_code: 'ERROR', description: 'too late' } }), 'too late'],
  ['with the name of an enum', pythonSpan(a, { status: { status_code: 'StatusCode.ERROR' } }), 'late'],
  ['with a number', consoleSpan(a, { status: { code: 2, message: 'too late' } }), 'too late'],
  ['of Phoenix', phoenixRow(a, { status_code: 'ERROR', status_message: 'too late' }), 'too late'],
  ['that is a text', dumpedSpan(a, { status: 'ERROR' }), 'late'],
] as const)('reads a status %s', async ([_name, span, message]) => {
  const [run] = await runsWith(spanObjects, [{ ...span, events: [exception, { name: 'retried' }] }]);
  expect(run?.executions[0]).toMatchObject({ status: 'failed', error: { type: 'timeout', message } });
});

it('reads links', async () => {
  const early = '2026-01-05T08:00:00.100000Z';
  const links = [
    { context: { trace_id: `0x${traceId}`, span_id: `0x${a}`, trace_state: '[]' }, attributes: {} },
    { context: {} },
  ];
  const [run] = await runsWith(spanObjects, [pythonSpan(a, { end_time: early }), pythonSpan(b, { links })]);
  expect(edgeTexts(run)).toEqual([`${a} -> ${b} (explicit)`]);
});

it('takes a span without an end as still running', async () => {
  const [run] = await runsWith(spanObjects, [pythonSpan(a, { end_time: null })]);
  expect(run?.executions[0]?.status).toBe('running');
  expect(noteIds(run)).toEqual(['ingest/missing-end']);
});

it('counts what it cannot keep', async () => {
  const [run] = await runsWith(spanObjects, [
    pythonSpan(a),
    pythonSpan(b, { start_time: 'soon' }),
    pythonSpan('0000000000000000'),
    pythonSpan(b, { context: { trace_id: `0x${'0'.repeat(32)}`, span_id: `0x${b}` } }),
    7,
  ]);
  expect(run?.executions.map(({ id }) => id)).toEqual([a]);
  expect(run?.notes.map(({ id, message }) => [id, /\d+/.exec(message)?.[0]])).toEqual([
    ['ingest/dropped-spans', '2'],
    ['ingest/untraced-spans', '2'],
  ]);
});

it.for([
  ['an empty list', [], 'it has no spans.'],
  ['an object without spans', { spans: [] }, 'it has no spans.'],
  ['spans without ids', [{ name: 'triage' }], 'none of its 1 spans has a trace id'],
  ['something else', { name: 'triage' }, 'the document (line 1) is neither a span'],
  ['a text', '"text"', 'the document (line 1) is neither a span'],
  ['a bad line', `${JSON.stringify(pythonSpan(a))}\n{"name": x}`, 'a line is not JSON (line 2, column 10)'],
  ['a deep attribute', [pythonSpan(a, { attributes: { deep: nested(65) } })], 'deeper than 64 levels'],
  ['a deep resource', [pythonSpan(a, { resource: { attributes: { deep: nested(65) } } })], 'deeper than 64 levels'],
  ['a deep event', [pythonSpan(a, { events: [{ ...exception, attributes: { deep: nested(65) } }] })], 'deeper than 64'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(spanObjects, document)).rejects.toThrow(message);
});

it('leaves spans of other formats to those who know them', () => {
  const jaegerSpan = { traceID: 'a', spanID: 'b', startTime: 1, duration: 1 };
  const vercelSpan = { name: 'a', spanContext: { traceId: 'a', spanId: 'b' }, startTime: [1, 0] };
  const zipkinSpan = { traceId: 'a', id: 'b', name: 'get', timestamp: 1, duration: 1, tags: {} };
  for (const [id, document] of [
    ['ingest-traces/jaeger', [jaegerSpan]],
    ['ingest-traces/jaeger', { traceID: 'a', spans: [jaegerSpan], processes: {} }],
    ['ingest-traces/vercel', [vercelSpan]],
    ['ingest-traces/zipkin', [zipkinSpan]],
    ['ingest-traces/otlp-json', { resourceSpans: [{ scopeSpans: [{ spans: [dumpedSpan(a)] }] }] }],
    ['ingest-traces/span-objects', [consoleSpan(a)]],
    ['ingest-traces/span-objects', { spans: [dumpedSpan(a)] }],
  ] as const) {
    const ingesters = (plugin.ingesters ?? []).toSorted((x, y) => certaintyOf(y, document) - certaintyOf(x, document));
    expect(ingesters[0]?.id).toBe(id);
  }
  for (const document of [{ spans: [] }, { spans: [{ text: 'a', start: 1 }] }, [{ name: 'a', start_time: 1 }], []])
    expect(certaintyOf(spanObjects, document)).toBe(0);
});

it('accounts for every span', () => {
  const id = fc.constantFrom('', 'a', 'b', '__proto__', '0x1', 7);
  const span = fc.oneof(
    fc.record({
      context: fc.record({ trace_id: fc.option(id, { nil: undefined }), span_id: id }),
      start_time: fc.constantFrom<unknown>(0, 1000, '1000', 'soon', null, [1, 2], '2026-01-05T08:00:00Z'),
      attributes: fc.jsonValue({ maxDepth: 3 }),
    }),
    fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('"spans"')),
  );
  fc.assert(
    fc.property(fc.array(span), fc.boolean(), (spans, isEnvelope) => {
      const { intake, table } = finished(readBy(new SpanObjectReader('input.json'), isEnvelope ? { spans } : spans));
      expect(intake.readCount).toBe(spans.length);
      expect(table.size + table.droppedCount).toBe(spans.length);
    }),
  );
});
