import { viewOf } from '@faultline/core';
import { criticalPath } from '@faultline/graph';
import { runSchema } from '@faultline/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWith, type Reading } from '@faultline/plugin-testkit';
import { xes } from './xes.ts';

interface Drawn {
  readonly at?: number | string;
  readonly to?: string;
  readonly instance?: string;
  readonly more?: string;
}

/** An event at so many seconds after the start of 2020. */
function event(name: string, { at = 0, to, instance, more = '' }: Drawn = {}): string {
  const time = typeof at === 'string' ? at : new Date(Date.UTC(2020, 0) + at * 1000).toISOString();
  return [
    '<event>',
    `<string key="concept:name" value="${name}"/>`,
    ...(to === undefined ? [] : [`<string key="lifecycle:transition" value="${to}"/>`]),
    ...(instance === undefined ? [] : [`<string key="concept:instance" value="${instance}"/>`]),
    `<date key="time:timestamp" value="${time}"/>${more}</event>`,
  ].join('');
}

const trace = (id: string, ...events: readonly string[]): string =>
  `<trace><string key="concept:name" value="${id}"/>${events.join('\n')}</trace>`;

const log = (...parts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0"><extension name="Time" prefix="time" uri="http://x"/>
<global scope="event"><string key="concept:name" value="name"/></global><classifier name="a" keys="b"/>
<string key="concept:name" value="triage"><string key="concept:name" value="inner"/></string>${parts.join('\n')}</log>`;

const startMs = Date.UTC(2020, 0);
const read = (...parts: readonly string[]): Promise<Reading> => readWith(xes, log(...parts));

/** `step item#attempt from-to status`, in seconds. */
const drawn = async (...events: readonly string[]): Promise<readonly string[]> => {
  const { runs } = await read(trace('c', ...events));
  return (runs[0]?.executions ?? []).map(
    ({ stepId, item, attempt, startMs: from, endMs, status }) =>
      `${stepId} ${item}#${attempt} ${(from - startMs) / 1000}-${endMs === undefined ? '' : (endMs - startMs) / 1000} ${status}`,
  );
};

it('gives one run for each trace', async () => {
  const { runs, problems } = await read(
    trace('case 1', event('register', { at: 0, to: 'start' }), event('register', { at: 5, to: 'complete' })),
    trace('case 2', event('register')),
  );
  expect(problems).toEqual([]);
  expect(runs.map((run) => runSchema.parse(run))).toEqual(runs);
  expect(runs.map(({ id, workflowId, status }) => [id, workflowId, status])).toEqual([
    ['case 1', 'triage', 'completed'],
    ['case 2', 'triage', 'completed'],
  ]);
  expect(runs[0]).toMatchObject({ startMs, endMs: startMs + 5000, metrics: { events: 2 }, edges: [], notes: [] });
});

it.for([
  [
    'first in, first out',
    [
      event('a', { to: 'start' }),
      event('a', { at: 1, to: 'start' }),
      event('a', { at: 4, to: 'complete' }),
      event('a', { at: 9, to: 'complete' }),
    ],
    ['a #1 0-4 completed', 'a 2#1 1-9 completed'],
  ],
  [
    'by instance',
    [
      event('a', { to: 'start', instance: 'x' }),
      event('a', { at: 1, to: 'start', instance: 'y' }),
      event('a', { at: 4, to: 'complete', instance: 'y' }),
      event('a', { at: 9, to: 'complete', instance: 'x' }),
    ],
    ['a #1 0-9 completed', 'a 2#1 1-4 completed'],
  ],
  [
    'single times as instants',
    [event('a', { at: 3 }), event('a', { at: 4, to: 'COMPLETE' })],
    ['a #1 3-3 completed', 'a 2#1 4-4 completed'],
  ],
  ['other lifecycles as instants', [event('a', { at: 3, to: 'In Progress' })], ['a #1 3-3 completed']],
  ['an activity that did not end', [event('a', { to: 'start' })], ['a #1 0- running']],
  ['an activity that did not begin', [event('a', { to: 'schedule' })], ['a #1 0- pending']],
  [
    'one that was withdrawn',
    [event('a', { to: 'schedule' }), event('a', { at: 2, to: 'withdraw' })],
    ['a #1 2-2 skipped'],
  ],
  ['one that was left out', [event('a', { at: 2, to: 'manualskip' })], ['a #1 2-2 skipped']],
  [
    'one that was aborted, and tried again',
    [
      event('a', { to: 'start' }),
      event('a', { at: 2, to: 'ate_abort' }),
      event('a', { at: 3, to: 'start' }),
      event('a', { at: 5, to: 'complete' }),
    ],
    ['a #1 0-2 failed', 'a #2 3-5 completed'],
  ],
  [
    'an end before its start',
    [event('a', { at: 5, to: 'start' }), event('a', { at: 2, to: 'complete' })],
    ['a #1 5-2 completed'],
  ],
] as const)('pairs events: %s', async ([_name, events, executions]) => {
  expect(await drawn(...events)).toEqual(executions);
});

it('measures the time in the queue and the time that work was suspended', async () => {
  const { runs } = await read(
    trace(
      'c',
      event('a', { at: 0, to: 'schedule' }),
      event('a', { at: 1, to: 'assign', more: '<string key="org:resource" value="Ada"/>' }),
      event('a', { at: 4, to: 'start' }),
      event('a', { at: 5, to: 'suspend' }),
      event('a', { at: 7, to: 'resume' }),
      event('a', { at: 9, to: 'complete', more: '<string key="org:resource" value="Bob"/>' }),
    ),
  );
  expect(runs[0]?.executions).toMatchObject([
    {
      queuedMs: startMs,
      startMs: startMs + 4000,
      endMs: startMs + 9000,
      metrics: { suspendedMs: 2000 },
      attributes: { 'org:resource': 'Ada', 'org:resource@complete': 'Bob' },
    },
  ]);
});

it('keeps attributes of every type', async () => {
  const more = `<int key="n" value="7"/><int key="big" value="9007199254740993"/><float key="x" value="0.5"/><float key="nan" value="NaN"/>
    <boolean key="is" value="true"/><id key="id" value="u-1"/><date key="due" value="2020-02-01T00:00:00Z"/>
    <list key="l"><values><string key="l" value="a"/><int key="l" value="2"/></values></list><list key="old"><int key="v" value="1"/></list>
    <container key="c"><string key="__proto__" value="p"/></container>
    <string key="meta" value="v"><int key="inside" value="1"/></string><unknown key="u" value="w"><deep/></unknown>
    <float key="cost:total" value="12.5"/><string key="cost:currency" value="EUR"/>`;
  const { runs } = await read(trace('c', event('a', { more })));
  const [execution] = runs[0]?.executions ?? [];
  expect(execution?.metrics).toEqual({ costEur: 12.5 });
  expect(JSON.stringify(execution?.attributes)).toBe(
    '{"n":7,"big":"9007199254740993","x":0.5,"nan":"NaN","is":true,"id":"u-1","due":"2020-02-01T00:00:00Z","l":["a",2],"old":[1],' +
      '"c":{"__proto__":"p"},"meta":{"value":"v","attributes":{"inside":1}}}',
  );
});

it('keeps a cost without a currency as an attribute', async () => {
  const { runs } = await read(trace('c', event('a', { more: '<float key="cost:total" value="3"/>' })));
  expect(runs[0]?.executions[0]).toMatchObject({ metrics: {}, attributes: { 'cost:total': 3 } });
});

it('makes the attributes of a trace the context of the run', async () => {
  const attributes =
    '<string key="region" value="eu"/><int key="age" value="7"/><boolean key="vip" value="false"/><list key="l"/>';
  const { runs } = await readWith(xes, log(`<trace>${attributes}${event('a')}</trace>`));
  expect(runs[0]).toMatchObject({ id: 'trace-1', context: { region: 'eu', age: 7, vip: false } });
  expect(runs[0]?.notes.map(({ id }) => id)).toContain('ingest/dropped-attributes');
});

it('counts what it cannot place', async () => {
  const { runs, problems } = await read(
    event('stray'),
    trace(
      'c',
      event('a', { at: 'noon' }),
      event('', { at: 1 }),
      event('b', { at: '2020-01-01T00:00:05' }),
      event('c', { at: 6, to: 'start' }),
    ),
    trace('empty'),
  );
  expect(runs).toHaveLength(1);
  expect(runs[0]?.status).toBe('running');
  expect(runs[0]?.notes.map(({ message }) => message)).toEqual([
    '2 of 4 events have a single time: they are instants, how long the work took is not known.',
    '1 of 3 activities were started and never ended; they are taken as still running.',
    '1 of 4 events have no "concept:name" and are taken as the step "unnamed".',
    'The times of 1 of 4 events have no zone and are taken as UTC.',
    '1 of 4 events have no usable "time:timestamp" and were left out.',
  ]);
  expect(problems.map(({ message }) => message)).toEqual([
    'Cannot read "input": traces without any event that has a time were left out: 1.',
    'Cannot read "input": events in no trace were left out: 1.',
  ]);
});

const events = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', '__proto__'),
    at: fc.integer({ min: 0, max: 20 }),
    to: fc.constantFrom(
      'schedule',
      'start',
      'suspend',
      'resume',
      'complete',
      'withdraw',
      'pi_abort',
      'autoskip',
      'unknown',
    ),
  }),
  { minLength: 1, maxLength: 20 },
);

it('accounts for every event: kept, or joined with another of its activity', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (some) => {
      const { runs } = await read(trace('c', ...some.map(({ name, ...more }) => event(name, more))));
      const [run] = runs;
      expect(run?.metrics['events']).toBe(some.length);
      const starts = some.filter(({ to }) => to === 'start').length;
      expect(run?.executions.length).toBeGreaterThanOrEqual(Math.max(1, starts));
      expect(run?.executions.length).toBeLessThanOrEqual(some.length);
      expect(new Set(run?.executions.map(({ stepId }) => stepId))).toEqual(new Set(some.map(({ name }) => name)));
      expect(new Set(run?.executions.map(({ id }) => id)).size).toBe(run?.executions.length);
      expect(runSchema.safeParse(run).success).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it('does not mind where pieces end, also inside a character', async () => {
  const input = log(trace('Fälle 😀', event('prüfen', { to: 'start' }), event('prüfen', { at: 4, to: 'complete' })));
  const whole = await readWith(xes, input, { pieceBytes: 1_000_000 });
  expect(whole.runs[0]).toMatchObject({ id: 'Fälle 😀', executions: [{ stepId: 'prüfen' }] });
  for (const size of [1, 2, 3, 5, 64]) expect(await readWith(xes, input, { pieceBytes: size })).toEqual(whole);
});

async function* endlessLog(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(log().replace('</log>', ''));
  for (let n = 0; ; n++) yield new TextEncoder().encode(trace(`case ${n}`, event('a')));
}

it('gives runs while the log streams by', async () => {
  const given: string[] = [];
  for await (const run of xes.read(endlessLog(), { options: {}, source: 'endless', problem: () => {} })) {
    given.push(run.id);
    if (given.length === 1000) break;
  }
  expect(given.at(-1)).toBe('case 999');
});

it('takes a case of three years: its critical path covers it', async () => {
  const day = 86_400;
  const { runs } = await read(
    trace(
      'c',
      event('a', { to: 'start' }),
      event('a', { at: 500 * day + 0.123, to: 'complete' }),
      event('b', { at: 1100 * day }),
    ),
  );
  const view = viewOf(runs[0]);
  const { fromNs, toNs } = criticalPath(view);
  const coveredNs = fromNs.reduce((sum, from, at) => sum + (toNs[at] ?? from) - from, 0);
  expect(coveredNs / (view.untilNs - view.fromNs)).toBeCloseTo(1, 12);
});

it('takes a trace of 20,000 events', async () => {
  const many = Array.from({ length: 20_000 }, (_, at) => event('a', { at, to: at < 10_000 ? 'start' : 'complete' }));
  const { runs } = await readWith(xes, log(trace('c', ...many)), { pieceBytes: 65_536 });
  expect(runs[0]?.executions).toHaveLength(10_000);
});

it.for([
  ['another root', '<html><body/></html>', 'it is XML, but its outermost element is not "log".'],
  ['no traces', '<log/>', 'it has no trace with an event that has a time.'],
  ['traces without events', '<log><trace/></log>', 'it has no trace with an event that has a time.'],
  [
    'a definition of entities',
    '<!DOCTYPE log [<!ENTITY a "b">]><log/>',
    'it has a document type definition, which is not read.',
  ],
  ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><log/>', 'it is not encoded as UTF-8.'],
  ['what is cut off', log(trace('c', event('a'))).slice(0, -9), 'it is cut off'],
  ['plain text', 'case,activity,time', 'it has text outside of all elements.'],
] as const)('refuses %s', async ([_name, input, message]) => {
  await expect(readWith(xes, input)).rejects.toMatchObject({
    code: 'FAULTLINE_INVALID_INPUT',
    message: expect.stringContaining(message),
  });
});

it('refuses bytes that are not UTF-8, and elements beyond 64 levels', async () => {
  await expect(readWith(xes, Uint8Array.of(0x3c, 0x6c, 0xff, 0xfe, 0x3e))).rejects.toThrow('not encoded as UTF-8');
  const deep = `${'<container key="c">'.repeat(64)}${'</container>'.repeat(64)}`;
  await expect(readWith(xes, log(`<trace>${deep}</trace>`))).rejects.toMatchObject({ code: 'FAULTLINE_TOO_DEEP' });
});

async function* inOnePiece(input: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(input);
}

it('gives the runs before a fault, then refuses', async () => {
  const input = log(trace('whole', event('a')), '<trace><event></trace>');
  const reading = xes.read(inOnePiece(input), { options: {}, source: 'input', problem: () => {} });
  const runs = reading[Symbol.asyncIterator]();
  expect((await runs.next()).value).toMatchObject({ id: 'whole' });
  await expect(runs.next()).rejects.toThrow('closes an element that is not the one that is open');
});

it.for([
  ['<?xml version="1.0" encoding="UTF-8"?>\n<!-- written by <log> -->\n<log xes.version="1.0">', 1],
  ['\uFEFF<log>', 1],
  ['<x:log xmlns:x="http://www.xes-standard.org/">', 1],
  ['<html>', 0.1],
  ['{"log":1}', 0],
  ['', 0],
] as const)('is sure of %j to %d', ([head, certainty]) => {
  expect(xes.recognizes(new TextEncoder().encode(head))).toBe(certainty);
});
