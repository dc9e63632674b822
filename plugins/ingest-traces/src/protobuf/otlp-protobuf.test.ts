import { describe, expect, it } from 'vitest';
import { readRuns } from '@faultline/core';
import type { Run } from '@faultline/model';
import {
  exportOf,
  field,
  fixed64Field,
  keyValue,
  numberField,
  spanFields,
  textField,
  varint,
  type Encoded,
} from './made-messages.test-support.ts';
import { otlpProtobuf } from './otlp-protobuf.ts';

async function read(bytes: Encoded, options: { readonly strict?: boolean; readonly quietMiB?: number } = {}) {
  const runs: Run[] = [];
  async function* input(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.from(bytes);
  }
  const reading = readRuns(input(), [otlpProtobuf], {
    source: 'traces.pb',
    format: 'otlp-protobuf',
    ingesterOptions: { [otlpProtobuf.id]: options },
    onProblem: () => {},
  });
  for await (const run of reading) runs.push(run);
  return runs;
}

const executionOf = async (...more: readonly Encoded[]) =>
  (await read(exportOf(spanFields(...more))))[0]?.executions[0];
const attributesOf = async (...attributes: readonly Encoded[]) => (await executionOf(...attributes))?.attributes;

it('reads a span', async () => {
  const [run] = await read(
    exportOf(
      spanFields(
        field(4, [0, 0, 0, 0, 0, 0, 0, 9]),
        numberField(6, 3),
        field(15, textField(2, 'request timed out'), numberField(3, 2)),
      ),
    ),
  );
  expect(run).toMatchObject({
    id: '00000000000000000000000000000001',
    status: 'failed',
    context: { service: 'triage' },
    startMs: 1_544_712_660_000,
    endMs: 1_544_712_661_000.25,
    notes: [],
  });
  expect(run?.executions[0]).toMatchObject({
    id: '0000000000000002',
    parentId: '0000000000000009',
    stepId: 'fetch',
    error: { type: 'timeout', message: 'request timed out' },
  });
});

it.each([
  ['a text', textField(1, 'ü'), 'ü'],
  ['a long text', textField(1, 'x'.repeat(100)), 'x'.repeat(100)],
  ['a boolean', numberField(2, 1), true],
  ['an integer', numberField(3, 7), 7],
  ['a negative integer', numberField(3, -7), -7],
  ['an integer beyond 2^53', numberField(3, -(2n ** 60n) - 1n), '-1152921504606846977'],
  ['a double', fixed64Field(4, 0x3fe0000000000000n), 0.5],
  ['not a number', fixed64Field(4, 0x7ff8000000000000n), 'NaN'],
  ['a list', field(5, field(1, numberField(3, 1)), field(1), field(1, textField(1, 'b'))), [1, null, 'b']],
  ['a map', field(6, keyValue(1, 'a', numberField(3, 1)), keyValue(1, 'b', field(5))), { a: 1, b: [] }],
  ['bytes', field(7, [0, 0, 48, 57]), 'AAAwOQ=='],
  ['nothing', [], null],
  ['an index of a table that is not there', numberField(8, 3), null],
])('reads %s', async (_what, value, expected) => {
  expect(await attributesOf(keyValue(9, 'a', value))).toEqual({ a: expected });
});

it('takes __proto__ as a key like others', async () => {
  const inner = field(6, keyValue(1, '__proto__', numberField(3, 1)));
  expect(JSON.stringify(await attributesOf(keyValue(9, '__proto__', inner)))).toBe('{"__proto__":{"__proto__":1}}');
});

describe('fields that repeat', () => {
  it('count by their last value, and messages are joined', async () => {
    const execution = await executionOf(
      textField(5, 'parse'),
      field(15, numberField(3, 1)),
      field(15, numberField(3, 2)),
      field(15, textField(2, 'timeout')),
    );
    expect(execution).toMatchObject({ stepId: 'parse', status: 'failed', error: { message: 'timeout' } });
  });
  it('of a value: the last of several types counts, lists continue', async () => {
    const one = field(5, field(1, numberField(3, 1)));
    const two = field(5, field(1, numberField(3, 2)));
    expect(await attributesOf(keyValue(9, 'a', textField(1, 'x'), numberField(3, 1)))).toEqual({ a: 1 });
    expect(await attributesOf(keyValue(9, 'a', one, two))).toEqual({ a: [1, 2] });
    expect(await attributesOf(keyValue(9, 'a', one, numberField(3, 0), two))).toEqual({ a: [2] });
    expect(await attributesOf(field(9, field(2, one), textField(1, 'a'), field(2, two)))).toEqual({ a: [1, 2] });
  });
  it('of a resource are joined, also when they come after its spans', async () => {
    const service = field(1, keyValue(1, 'service.name', textField(1, 'late')));
    const region = field(1, keyValue(1, 'cloud.region', textField(1, 'eu')));
    const [run] = await read(field(1, service, field(2, field(2, spanFields())), region));
    expect(run?.context).toEqual({ service: 'late', region: 'eu' });
  });
});

it('passes over fields that it does not know, and over those of another type', async () => {
  const unknown = [
    ...numberField(99, 2n ** 64n - 1n),
    ...fixed64Field(98, 1n),
    ...field(97, [1, 2]),
    ...varint(96 * 8 + 5),
    1,
    2,
    3,
    4,
  ];
  const [run] = await read([
    ...unknown,
    ...field(1, unknown, field(2, unknown, field(2, unknown, spanFields(), numberField(5, 1), unknown))),
  ]);
  expect(run?.executions).toHaveLength(1);
  expect(run?.executions[0]?.stepId).toBe('fetch');
});

it('reads events and links wherever they stand', async () => {
  const exception = field(11, keyValue(3, 'exception.type', textField(1, 'TimeoutError')), textField(2, 'exception'));
  const tick = field(11, textField(2, 'tick'), keyValue(3, 'a', numberField(3, 1)));
  const link = field(13, field(1, [...Array<number>(15).fill(0), 1]), field(2, [0, 0, 0, 0, 0, 0, 0, 7]));
  const [run] = await read(
    exportOf([...exception, ...tick, ...link, ...field(15, numberField(3, 2)), ...spanFields()]),
  );
  expect(run?.executions[0]?.error?.type).toBe('timeout');
  expect(run?.executions[0]?.attributes).toEqual({ 'exception.type': 'TimeoutError' });
  expect(run?.edges).toMatchObject([{ from: '0000000000000007', to: '0000000000000002', origin: 'explicit' }]);
});

const nested = (levels: number): Encoded => {
  let value = textField(1, 'patient-7');
  for (let level = 0; level < levels; level++)
    value = level % 2 === 0 ? field(5, field(1, value)) : field(6, keyValue(1, 'k', value));
  return value;
};

it('reads a value of 64 levels and refuses one of 65, or of 500', async () => {
  expect(await executionOf(keyValue(9, 'deep', nested(64)))).toBeDefined();
  for (const levels of [65, 500])
    await expect(executionOf(keyValue(9, 'deep', nested(levels)))).rejects.toMatchObject({
      code: 'FAULTLINE_TOO_DEEP',
    });
});

const departures = [
  ['no end', spanFields(fixed64Field(8, 0n)), 'ingest/missing-end'],
  ['a span id of nine bytes', spanFields(field(2, Array<number>(9).fill(1))), 'ingest/id-lengths'],
] as const;

it.each(departures)('mends %s, with one note', async (_what, span, note) => {
  const [run] = await read(exportOf(spanFields(), span));
  expect(run?.notes.map(({ id }) => id)).toEqual([note]);
});

it.each(departures)('when strict, refuses %s', async (_what, span) => {
  await expect(read(exportOf(spanFields(), span), { strict: true })).rejects.toMatchObject({
    code: 'FAULTLINE_INVALID_INPUT',
    hint: expect.stringContaining('without the option "strict"') as unknown,
  });
});

it('counts what it leaves out', async () => {
  const [run] = await read(
    exportOf(
      spanFields(),
      spanFields(field(2)),
      spanFields(fixed64Field(7, 0n)),
      spanFields(field(1, Array<number>(16).fill(0))),
    ),
  );
  expect(run?.executions).toHaveLength(1);
  expect(run?.notes.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'error: 2 of 3 spans of this trace have no usable span id or start time and were left out.',
    expect.stringMatching(/^error: Spans of the input that belong to no run: 1\./),
  ]);
});

it('hands runs out that were quiet for long, and says of spans that come later', async () => {
  const later = spanFields(field(1, [...Array<number>(15).fill(0), 2]), textField(3, 'x'.repeat(2000)));
  const runs = await read(
    [...exportOf(spanFields()), ...exportOf(...Array<Encoded>(9).fill(later)), ...exportOf(spanFields())],
    {
      quietMiB: 2000 / 2 ** 20,
    },
  );
  expect(runs.map(({ id, notes }) => [id.at(-1), ...notes.map((note) => note.id)].join()).toSorted()).toEqual([
    '1',
    '1,ingest/late-spans',
    '2',
  ]);
});

const logs = field(1, field(2, field(2, fixed64Field(1, 5n), numberField(2, 9), field(5, textField(1, 'patient-7')))));
const metrics = field(1, field(1), field(2, field(2, textField(1, 'requests'), field(7, numberField(2, 1)))));

describe('refuses', () => {
  it.each([
    ['logs', logs, 'it holds OTLP logs, not traces'],
    ['metrics', metrics, 'it holds OTLP metrics, not traces'],
    ['an export without spans', exportOf(), 'it has no spans'],
    ['spans without ids', exportOf(textField(5, 'a')), 'none of its 1 spans has a trace id'],
    ['a group', exportOf(spanFields(varint(20 * 8 + 3))), 'it holds a group'],
    ['the end of a group', exportOf(spanFields(varint(20 * 8 + 4))), 'it holds a group'],
    ['a type that is none', exportOf(spanFields(varint(20 * 8 + 6))), 'a type that protobuf does not have'],
    ['the field 0', exportOf(spanFields([0])), 'a field has the number 0'],
    ['a number of eleven bytes', exportOf(spanFields([0x30], Array<number>(11).fill(0xff))), 'more than ten bytes'],
    ['a length beyond what is around it', exportOf(spanFields([0x2a, 100])), 'a value is longer than what it is in'],
    ['a number that goes on beyond its message', exportOf([0x30, 0xff]), 'a value is longer than what it is in'],
    ['JSON', [...new TextEncoder().encode('{"resourceSpans":[]}')], 'it is not OTLP traces in protobuf'],
  ])('%s', async (_what, bytes, message) => {
    const refusal: unknown = await read(bytes).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'FAULTLINE_INVALID_INPUT',
      message: expect.stringContaining(message) as unknown,
    });
    expect(String(refusal)).not.toContain('patient-7');
  });
  it('a length of gigabytes without waiting for them', async () => {
    await expect(read([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x12])).rejects.toMatchObject({
      code: 'FAULTLINE_TRUNCATED',
    });
  });
});

const text = (content: string): Encoded => [...new TextEncoder().encode(content)];

it.each<[string, Encoded, number]>([
  ['an export', exportOf(spanFields()), 1],
  ['one that is cut off in its first span', exportOf(spanFields(textField(3, 'x'.repeat(99)))).slice(0, 80), 1],
  ['an export behind its length', [0, 0, 0, exportOf(spanFields()).length, ...exportOf(spanFields())], 1],
  ['an export behind a varint', [...varint(exportOf(spanFields()).length), ...exportOf(spanFields())], 1],
  ['logs', logs, 0.9],
  ['metrics', metrics, 0.9],
  ['a resource without spans', field(1, field(1)), 0.3],
  ['JSON', text('{"resourceSpans":[]}'), 0],
  ['JSON after blank lines', text('\n\n\n{"resourceSpans":[]}'), 0],
  ['JSON after many blank lines', text(`${'\n'.repeat(40)}{"resourceSpans":[]}`), 0],
  ['gzip', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], 0],
  ['text', text('hello\nworld\n'), 0],
  ['zeros', Array<number>(100).fill(0), 0],
])('is sure of %s', (_what, head, certainty) => {
  expect(otlpProtobuf.recognizes(Uint8Array.from(head))).toBe(certainty);
});
