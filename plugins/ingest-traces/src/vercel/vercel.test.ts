import { expect, it } from 'vitest';
import { certaintyOf, edgeTexts, nested, noteIds, runsWith } from '@faultline/plugin-testkit';
import { vercel } from './vercel.ts';

const traceId = 'b3e700af9eab81e19f72f964d62a35af';
const contextOf = (spanId: string) => ({ traceId, spanId, traceFlags: 1 });

/** A span as the SDK holds it. */
const spanOf = (spanId: string, more: object = {}) => ({
  name: 'ai.generateText',
  kind: 0,
  spanContext: contextOf(spanId),
  attributes: { 'ai.operationId': 'ai.generateText', 'ai.usage.inputTokens': 14 },
  status: { code: 0 },
  startTime: [1_770_131_992, 242_000_000],
  endTime: [1_770_131_994, 21_415_667],
  events: [],
  ...more,
});

it('recognises and reads spans without a note', async () => {
  const call = {
    name: 'ai.generateText.doGenerate',
    parentSpanContext: contextOf('39d6e9b3ddec9996'),
    attributes: { 'ai.operationId': 'ai.generateText.doGenerate' },
  };
  const document = [
    spanOf('648be1dfd8e521b6', call),
    spanOf('39d6e9b3ddec9996', { resource: { attributes: { 'service.name': 'triage' } } }),
  ];
  expect(certaintyOf(vercel, document)).toBeGreaterThan(0.9);
  const [run] = await runsWith(vercel, document);
  expect(run).toMatchObject({
    id: traceId,
    status: 'completed',
    context: { service: 'triage' },
    startMs: 1_770_131_992_242,
    endMs: 1_770_131_994_000 + 21.415667,
    notes: [],
  });
  expect(run?.executions.map(({ id, parentId }) => [id, parentId])).toEqual([
    ['39d6e9b3ddec9996', undefined],
    ['648be1dfd8e521b6', '39d6e9b3ddec9996'],
  ]);
});

it('reads one span per line, and the older name of the parent', async () => {
  const [run] = await runsWith(vercel, spanOf('a'), spanOf('b', { parentSpanId: 'a' }));
  expect(run?.executions.map(({ parentId }) => parentId)).toEqual([undefined, 'a']);
});

it('reads links, errors and open spans', async () => {
  const exception = {
    name: 'exception',
    attributes: { 'exception.type': 'TimeoutError', 'exception.message': 'late' },
  };
  const [run] = await runsWith(vercel, [
    spanOf('a'),
    spanOf('b', {
      links: [{ context: contextOf('a') }, {}],
      status: { code: 2, message: 'too late' },
      events: [exception],
    }),
    spanOf('c', { endTime: [0, 0] }),
  ]);
  expect(edgeTexts(run)).toEqual(['a -> b (explicit)']);
  const byId = new Map(run?.executions.map((execution) => [execution.id, execution]));
  expect(byId.get('b')).toMatchObject({ status: 'failed', error: { type: 'timeout', message: 'too late' } });
  expect(byId.get('c')).toMatchObject({ status: 'running' });
  expect(noteIds(run)).toEqual(['ingest/missing-end']);
});

it('counts what it cannot keep', async () => {
  const [run] = await runsWith(vercel, [spanOf('a'), spanOf('b', { startTime: 7 }), spanOf('', {}), {}, 'text']);
  expect(run?.notes.map(({ id, message }) => [id, /\d+/.exec(message)?.[0]])).toEqual([
    ['ingest/dropped-spans', '2'],
    ['ingest/untraced-spans', '2'],
  ]);
});

it.for([
  ['an empty list', [], 'it has no spans.'],
  ['spans without a context', [{ name: 'a' }], 'none of its 1 spans has a trace id'],
  ['something else', { name: 'a' }, 'the document (line 1) is neither a list of spans nor a span'],
  ['a deep attribute', [spanOf('a', { attributes: { deep: nested(65) } })], 'deeper than 64 levels'],
  ['a deep resource', [spanOf('a', { resource: { attributes: { deep: nested(65) } } })], 'deeper than 64 levels'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(vercel, document)).rejects.toThrow(message);
});
