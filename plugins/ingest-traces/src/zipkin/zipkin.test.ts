import fc from 'fast-check';
import { expect, it } from 'vitest';
import { certaintyOf, finished, nested, noteIds, readBy, runsWith } from '@faultline/plugin-testkit';
import { ZipkinReader } from './zipkin-reader.ts';
import { zipkin } from './zipkin.ts';

const traceId = '5aab74dbb904746bb33447baae403ed6';
const startUs = 1_521_186_011_926_000;

/** A span of v2; times in microseconds from the start of the trace. */
const spanOf = (id: string, fromUs: number, toUs: number, more: object = {}) => ({
  traceId,
  id,
  name: 'get',
  timestamp: startUs + fromUs,
  duration: toUs - fromUs,
  localEndpoint: { serviceName: 'web', ipv4: '127.0.0.1' },
  ...more,
});
const on = (serviceName: string) => ({ localEndpoint: { serviceName } });
const annotation = (value: string, atUs: number, serviceName: string) => ({
  value,
  timestamp: startUs + atUs,
  endpoint: { serviceName },
});
const binary = (key: string, value: unknown, serviceName: string) => ({ key, value, endpoint: { serviceName } });

/** `id < parent service from-to` of each execution, in order of id. */
const treeOf = async (...documents: readonly unknown[]) => {
  const [run] = await runsWith(zipkin, ...documents);
  return (run?.executions ?? [])
    .map(({ id, parentId = '-', attributes, startMs, endMs = Number.NaN }) => {
      const service = (attributes?.['service.name'] ?? run?.context.service) as string;
      const [from, to] = [startMs, endMs].map((timeMs) => Math.round(timeMs * 1000 - startUs));
      return `${id} < ${parentId} ${service} ${from}-${to}`;
    })
    .toSorted();
};

it('reads a span of v2 without a note', async () => {
  const tags = { 'http.method': 'GET', __proto__: 'x' };
  const [run] = await runsWith(zipkin, [
    spanOf('b33447baae403ed6', 0, 2839, { kind: 'CLIENT', tags, remoteEndpoint: { serviceName: 'db' }, debug: true }),
  ]);
  expect(run).toMatchObject({
    id: traceId,
    workflowId: 'get',
    status: 'completed',
    context: { service: 'web' },
    startMs: 1_521_186_011_926,
    endMs: 1_521_186_011_928.839,
    notes: [],
  });
  expect(run?.executions[0]?.attributes).toEqual({
    'http.method': 'GET',
    'zipkin.debug': true,
    'peer.service': 'db',
  });
});

it.for([
  ['a list of spans', [spanOf('a', 0, 9)]],
  ['a list of traces', [[spanOf('a', 0, 9)]]],
  ['one span', spanOf('a', 0, 9)],
  ['spans of v1', [{ traceId, id: 'a', name: 'get', timestamp: startUs, duration: 9, binaryAnnotations: [] }]],
] as const)('recognises and reads %s', async ([_name, document]) => {
  expect(certaintyOf(zipkin, document)).toBeGreaterThan(0.9);
  expect(await runsWith(zipkin, document)).toHaveLength(1);
});

it('reads a server that shares the id of its client as a child of it', async () => {
  const tree = [
    spanOf('root', 0, 100, { kind: 'SERVER' }),
    spanOf('a', 10, 90, { kind: 'CLIENT', parentId: 'root' }),
    spanOf('a', 20, 80, { kind: 'SERVER', parentId: 'root', shared: true, ...on('api') }),
    spanOf('inside', 30, 40, { parentId: 'a', ...on('api') }),
    spanOf('beside', 85, 88, { parentId: 'a' }),
  ];
  const expected = [
    'a < root web 10-90',
    'a:server < a api 20-80',
    'beside < a web 85-88',
    'inside < a:server api 30-40',
    'root < - web 0-100',
  ];
  expect(await treeOf(tree)).toEqual(expected);
  expect(await treeOf(tree.toReversed())).toEqual(expected);
  const unsaid = tree.map((span) => ({ ...span, shared: undefined }));
  expect(await treeOf(unsaid)).toEqual(expected);
  expect(noteIds((await runsWith(zipkin, tree))[0])).toEqual(['ingest/shared-spans']);
});

it('keeps the id of a server whose client did not report', async () => {
  expect(await treeOf([spanOf('a', 0, 9, { kind: 'SERVER', shared: true, parentId: 'x' })])).toEqual(['a < x web 0-9']);
});

it('tells servers apart that answered one client', async () => {
  const server = (service: string, from: number) =>
    spanOf('a', from, from + 5, { kind: 'SERVER', shared: true, ...on(service) });
  const child = spanOf('c', 21, 22, { parentId: 'a', ...on('second') });
  expect(
    await treeOf([server('second', 20), child, server('first', 10), spanOf('a', 0, 90, { kind: 'CLIENT' })]),
  ).toEqual([
    'a < - web 0-90',
    'a:server < a first 10-15',
    'a:server~2 < a second 20-25',
    'c < a:server~2 second 21-22',
  ]);
});

it('splits a span of v1 that holds both sides of a call', async () => {
  const call = {
    traceId,
    id: 'a',
    parentId: 'root',
    name: 'http:/order',
    timestamp: startUs + 10,
    duration: 80,
    annotations: [
      annotation('cs', 10, 'web'),
      annotation('sr', 20, 'api'),
      annotation('ss', 80, 'api'),
      annotation('cr', 90, 'web'),
    ],
    binaryAnnotations: [binary('error', 'no such order', 'api'), binary('sa', true, 'api'), binary('path', '/', 'web')],
  };
  const root = {
    traceId,
    id: 'root',
    name: 'http:/',
    timestamp: startUs,
    duration: 100,
    annotations: [annotation('sr', 0, 'web'), annotation('ss', 100, 'web')],
    binaryAnnotations: [],
  };
  const inside = { ...root, id: 'inside', parentId: 'a', annotations: [], duration: 5 };
  expect(
    await treeOf([root, call, { ...inside, timestamp: startUs + 30, binaryAnnotations: [binary('lc', 'db', 'api')] }]),
  ).toEqual(['a < root web 10-90', 'a:server < a api 20-80', 'inside < a:server api 30-35', 'root < - web 0-100']);
  const [run] = await runsWith(zipkin, [root, call]);
  expect(noteIds(run)).toEqual(['ingest/split-spans']);
  const byId = new Map(run?.executions.map((execution) => [execution.id, execution]));
  expect(byId.get('a')).toMatchObject({ status: 'completed', attributes: { path: '/', 'peer.service': 'api' } });
  expect(byId.get('a:server')).toMatchObject({ status: 'failed', error: { message: 'no such order' } });
});

it('takes times of v1 from annotations where the span has none', async () => {
  const span = { traceId, id: 'a', name: 'get', annotations: [annotation('sr', 3, 'web'), annotation('ss', 7, 'web')] };
  expect(await treeOf([span])).toEqual(['a < - web 3-7']);
  expect(noteIds((await runsWith(zipkin, [span]))[0])).toEqual(['ingest/derived-starts']);
});

it('merges what a host reported in parts, and nothing that contradicts', async () => {
  const begun = { ...spanOf('a', 0, 9), duration: undefined, tags: { one: '1' } };
  const ended = { ...spanOf('a', 0, 9), timestamp: undefined, tags: { two: '2' } };
  const [run] = await runsWith(zipkin, [begun, ended]);
  expect(run?.executions).toHaveLength(1);
  expect(run?.executions[0]).toMatchObject({ attributes: { one: '1', two: '2' }, status: 'completed' });
  expect(noteIds(run)).toEqual(['ingest/merged-records']);
  expect(await treeOf([spanOf('a', 0, 9), spanOf('a', 20, 29)])).toEqual(['a < - web 0-9', 'a < - web 20-29']);
});

it.for([
  ['', 'failed'],
  ['true', 'failed'],
  ['some error', 'failed'],
  ['false', 'completed'],
] as const)('reads the tag error "%s" as %s', async ([error, status]) => {
  expect((await runsWith(zipkin, [spanOf('a', 0, 9, { tags: { error } })]))[0]?.status).toBe(status);
});

it('lets a consumer run behind its producer', async () => {
  const [run] = await runsWith(zipkin, [
    spanOf('a', 0, 9, { kind: 'PRODUCER' }),
    spanOf('b', 20, 29, { kind: 'CONSUMER', parentId: 'a', ...on('worker') }),
  ]);
  expect(run?.executions.map(({ id, isAsync }) => [id, isAsync])).toEqual([
    ['a', false],
    ['b', true],
  ]);
});

it('counts what it cannot keep', async () => {
  const [run] = await runsWith(zipkin, [
    spanOf('a', 0, 9),
    { ...spanOf('b', 0, 9), timestamp: undefined },
    { ...spanOf('', 0, 9) },
    { ...spanOf('d', 0, 9), traceId: undefined },
    null,
  ]);
  expect(run?.notes.map(({ id, message }) => [id, /\d+/.exec(message)?.[0]])).toEqual([
    ['ingest/dropped-spans', '2'],
    ['ingest/untraced-spans', '2'],
  ]);
});

it.for([
  ['an empty list', [], 'it has no spans.'],
  ['spans without ids', [{ traceId }], 'none of its 1 spans has a trace id (traceId)'],
  ['something else', { spans: [] }, 'the document (line 1) is not Zipkin JSON'],
  ['a deep tag', [spanOf('a', 0, 9, { tags: { deep: nested(65) } })], 'deeper than 64 levels'],
] as const)('refuses %s', async ([_name, document, message]) => {
  await expect(runsWith(zipkin, document)).rejects.toThrow(message);
});

it('does not take other documents for its own', () => {
  for (const document of [
    [{ traceID: 'a', spanID: 'b', startTime: 1 }],
    [{ traceId: 'a', id: 'b', type: 'SPAN', startTime: '2025-01-01' }],
    [{ spanContext: { traceId: 'a' } }],
  ])
    expect(certaintyOf(zipkin, document)).toBe(0);
});

it('accounts for every span', () => {
  const id = fc.constantFrom('', 'a', 'b', '__proto__');
  const service = fc.record({ serviceName: fc.constantFrom('', 'web', 'api') });
  const time = fc.constantFrom<unknown>(undefined, 0, 1000, 'x');
  const annotations = fc.array(
    fc.record({ value: fc.constantFrom('cs', 'cr', 'sr', 'ss', 'ms', 'mr', 'x'), timestamp: time, endpoint: service }),
  );
  const span = fc.oneof(
    fc.record({
      traceId: id,
      id,
      parentId: id,
      kind: fc.constantFrom('CLIENT', 'SERVER', undefined),
      timestamp: time,
      duration: time,
      shared: fc.boolean(),
      localEndpoint: service,
    }),
    fc.record({ traceId: id, id, timestamp: time, annotations }),
    fc.jsonValue({ maxDepth: 2 }).filter((value) => !Array.isArray(value)),
  );
  fc.assert(
    fc.property(fc.array(span), (spans) => {
      const reader = finished(readBy(new ZipkinReader('input.json'), spans));
      const { readCount, splitCount, mergedCount } = reader.intake;
      expect(readCount).toBe(spans.length);
      expect(reader.table.size + mergedCount + reader.table.droppedCount).toBe(readCount + splitCount);
    }),
  );
});
