import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { runSchema } from '@faultline/model';
import { runsOf } from './runs-of.ts';
import { runOfSpans, tableOf, traceId, type Written } from '../table/table-of.test-support.ts';

it('makes one run of each trace, in order of their start', () => {
  const runs = [
    ...runsOf(
      tableOf([
        { trace: 'late', id: 'a', from: 20, to: 30 },
        { trace: 'early', id: 'b', from: 10, to: 40 },
        { trace: 'late', id: 'c', parent: 'a', from: 21, to: 22 },
      ]),
    ),
  ];
  expect(runs.map(({ id, executions }) => [id, executions.map((execution) => execution.id)])).toEqual([
    ['early', ['b']],
    ['late', ['a', 'c']],
  ]);
});

it('makes a document that fits the model, and nothing more than was told', () => {
  const run = runOfSpans([{ id: 'aaaaaaaaaaaaaaaa', name: 'answer 12345678', from: 1, to: 3 }]);
  expect(runSchema.parse(run)).toEqual(run);
  expect(run).toEqual({
    schemaVersion: 1,
    id: traceId,
    workflowId: 'answer *',
    context: {},
    status: 'completed',
    startMs: 1,
    endMs: 3,
    metrics: {},
    executions: [
      {
        id: 'aaaaaaaaaaaaaaaa',
        stepId: 'answer *',
        type: 'task',
        item: '',
        attempt: 1,
        isAsync: false,
        startMs: 1,
        endMs: 3,
        status: 'completed',
        metrics: {},
      },
    ],
    edges: [],
    notes: [],
  });
});

it.for([
  ['a root that ended', [{ id: 'r', to: 1 }], 'completed'],
  ['a root that failed', [{ id: 'r', to: 1, status: 'error' }], 'failed'],
  ['an open root', [{ id: 'r' }], 'running'],
  [
    'an open step below a root that ended',
    [
      { id: 'r', to: 1 },
      { id: 's', parent: 'r' },
    ],
    'completed',
  ],
  [
    'an open step without a root',
    [
      { id: 'r', parent: 'x', to: 1 },
      { id: 's', parent: 'r' },
    ],
    'running',
  ],
  [
    'a failed step below a root that caught it',
    [
      { id: 'r', to: 2 },
      { id: 's', parent: 'r', to: 1, status: 'error' },
    ],
    'completed',
  ],
  [
    'one of two roots failed',
    [
      { id: 'r', to: 1 },
      { id: 's', to: 1, status: 'error' },
    ],
    'failed',
  ],
  [
    'a root that failed and was retried',
    [
      { id: 'r', name: 'n', to: 1, status: 'error' },
      { id: 's', name: 'n', from: 2, to: 3 },
    ],
    'completed',
  ],
  [
    'a ring',
    [
      { id: 'r', parent: 's', to: 1 },
      { id: 's', parent: 'r', to: 1, status: 'error' },
    ],
    'failed',
  ],
] as const satisfies readonly (readonly [string, readonly Written[], string])[])(
  'the status of a run: %s',
  ([_name, spans, status]) => {
    expect(runOfSpans(spans).status).toBe(status);
  },
);

it('spans all roots, and is called after the first', () => {
  const run = runOfSpans([
    { id: 'b', name: 'second', from: 5, to: 9 },
    { id: 'a', name: 'first', from: 1, to: 3 },
  ]);
  expect([run.workflowId, run.startMs, run.endMs]).toEqual(['first', 1, 9]);
});

it('has no end while it is open', () => {
  expect(runOfSpans([{ id: 'a', from: 1 }])).not.toHaveProperty('endMs');
});

it('takes its circumstances from the resource of the root', () => {
  const run = runOfSpans([
    { id: 'r', from: 0, to: 9, resource: { 'service.name': 'triage', 'service.version': '2.1', 'host.name': 'h' } },
    { id: 's', parent: 'r', from: 1, to: 2, resource: { 'service.name': 'search' }, attributes: { 'session.id': 'q' } },
  ]);
  expect(run.context).toEqual({ service: 'triage', release: '2.1', session: 'q' });
  expect(run.executions.map(({ attributes }) => attributes?.['service.name'])).toEqual([undefined, 'search']);
});

it('keeps whom it is about apart from everything else', () => {
  const run = runOfSpans([
    { id: 'r', from: 0, to: 9 },
    {
      id: 's',
      parent: 'r',
      from: 1,
      to: 2,
      attributes: { 'user.id': 'patient-7', 'enduser.id': 'patient-7@example.org' },
    },
  ]);
  expect(run.subjectId).toBe('patient-7');
  expect(JSON.stringify(run.executions)).not.toContain('patient-7');
});

it('tells a consumer and a follower from what their parent waits for', () => {
  const run = runOfSpans([
    { id: 'p', kind: 'producer', from: 0, to: 9 },
    { id: 'c', parent: 'p', kind: 'consumer', from: 1, to: 9 },
    { id: 'f', parent: 'p', from: 2, to: 9, links: [{ spanId: 'p', isFollowsFrom: true }] },
    { id: 'n', parent: 'p', from: 3, to: 9 },
    { id: 'd', parent: 'n', kind: 'consumer', from: 4, to: 9 },
  ]);
  expect(run.executions.filter(({ isAsync }) => isAsync).map(({ id }) => id)).toEqual(['c', 'f']);
});

it('hands on what does not fit together', () => {
  const run = runOfSpans([
    { id: 'a', parent: 'b', from: 0, to: 1 },
    { id: 'b', parent: 'a', from: 0, to: 1 },
    { id: 'orphan', parent: 'nowhere', from: 5, to: 2 },
    { id: 'twice', from: 3, to: 4 },
    { id: 'twice', from: 3, to: 4 },
    { id: '__proto__', parent: 'twice', name: '__proto__', from: 3, to: 4, attributes: { ['__proto__']: 'kept' } },
  ]);
  expect(run.executions.map(({ id, parentId }) => [id, parentId])).toEqual([
    ['a', 'b'],
    ['b', 'a'],
    ['__proto__', 'twice'],
    ['twice', undefined],
    ['twice', undefined],
    ['orphan', 'nowhere'],
  ]);
  expect(run.executions.filter(({ id }) => id === 'twice').map(({ item }) => item)).toEqual(['', '']);
  expect(Object.entries(run.executions[2].attributes ?? {})).toEqual([['__proto__', 'kept']]);
});

it('goes down a chain of 100,000 spans', () => {
  const chain = Array.from({ length: 100_000 }, (_, at) => ({
    id: `s${at}`,
    ...(at > 0 && { parent: `s${at - 1}` }),
    name: 'link',
    from: at,
    to: 200_000 - at,
  }));
  const run = runOfSpans(chain);
  expect(run.executions).toHaveLength(100_000);
  expect(run.executions.at(-1)?.item).toBe('100000');
});

it('does not depend on the order of spans in the input', () => {
  const name = fc.constantFrom('fetch', 'parse', 'ask');
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const span = fc.record({
    id,
    parent: fc.oneof(fc.constant(''), id),
    name,
    status: fc.constantFrom('unset', 'error'),
    from: fc.integer({ min: 0, max: 6 }),
    to: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 6 })),
    attributes: fc.constantFrom({}, { 'faultline.depends_on': 'fetch' }, { 'gen_ai.tool.call.id': 'c' }),
  }) satisfies fc.Arbitrary<Written>;
  const spans = fc.uniqueArray(span, { selector: ({ id: spanId }) => spanId });
  fc.assert(
    fc.property(
      spans.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect([...runsOf(tableOf(shuffled))]).toEqual([...runsOf(tableOf(list))]);
      },
    ),
  );
});

it('says what was left out of it and of the input', () => {
  const table = tableOf([{ id: 'a', from: 0, to: 1 }]);
  table.drop(table.traceOf(traceId));
  table.drop(table.traceOf('nothing kept'));
  table.drop();
  table.note('ingest/base64-ids', 0);
  const catalogue = {
    'ingest/base64-ids': { severity: 'info', description: '', message: '{{spans:count}} of {{of:count}} spans.' },
  } as const;
  expect([...runsOf(table, catalogue)].map(({ notes }) => notes)).toEqual([
    [
      expect.objectContaining({ id: 'ingest/dropped-spans', message: expect.stringMatching(/^1 of 2 spans /) }),
      expect.objectContaining({ id: 'ingest/untraced-spans', message: expect.stringMatching(/belong to no run: 2\./) }),
      { id: 'ingest/base64-ids', severity: 'info', message: '1 of 2 spans.', executionIds: [] },
    ],
  ]);
});
