import { expect, it } from 'vitest';
import { inputOf } from '@faultline/plugin-testkit';
import { otlpJson } from './otlp-json.ts';
import { exportOf, readOtlp, spanOf } from './read-otlp.test-support.ts';

const notesOf = async (document: unknown) => (await readOtlp(inputOf(document)))[0]?.notes.map(({ id }) => id);

it('reads a span of OTLP JSON without a note', async () => {
  const [run] = await readOtlp(
    inputOf(
      exportOf(
        spanOf({
          attributes: [
            { key: 'text', value: { stringValue: 'a' } },
            { key: 'count', value: { intValue: '7' } },
            { key: 'share', value: { doubleValue: 0.5 } },
            { key: 'isOn', value: { boolValue: true } },
            { key: 'list', value: { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'b' }] } } },
            { key: '__proto__', value: { kvlistValue: { values: [{ key: '__proto__', value: { intValue: '1' } }] } } },
          ],
          status: { code: 2, message: 'request timed out' },
          events: [
            { name: 'exception', attributes: [{ key: 'exception.stacktrace', value: { stringValue: 'at x' } }] },
          ],
        }),
      ),
    ),
  );
  expect(run).toMatchObject({
    id: '5b8efff798038103d269b633813fc60c',
    workflowId: 'fetch',
    status: 'failed',
    context: { service: 'triage' },
    startMs: 1_544_712_660_000,
    endMs: 1_544_712_661_000.25,
    notes: [],
  });
  expect(run?.executions[0]?.error).toEqual({ type: 'timeout', message: 'request timed out', stack: 'at x' });
  expect(JSON.stringify(run?.executions[0]?.attributes)).toBe(
    '{"text":"a","count":7,"share":0.5,"isOn":true,"list":[1,"b"],"__proto__":{"__proto__":1}}',
  );
});

const { resourceSpans } = exportOf(spanOf());
it.for([
  ['an export', { resourceSpans }],
  ['a list of exports', [{ resourceSpans }, { resourceSpans: [] }]],
  ['an answer of Tempo', { batches: resourceSpans }],
  ['a trace as APIs wrap it', { trace: { resourceSpans } }],
  ['a result as APIs wrap it', { result: { resourceSpans } }],
] as const)('recognises and reads %s', async ([_name, document]) => {
  expect(await readOtlp(inputOf(document))).toHaveLength(1);
  expect(await readOtlp(JSON.stringify(document, undefined, 2))).toHaveLength(1);
  expect(await readOtlp(inputOf(document), { strict: true })).toHaveLength(1);
});

it('collects a trace from all lines', async () => {
  const child = spanOf({ spanId: '00000000000000aa', parentSpanId: 'EEE19B7EC3C1B174', name: 'parse' });
  const runs = await readOtlp(inputOf(exportOf(child), {}, exportOf(spanOf())));
  expect(runs).toHaveLength(1);
  expect(runs[0]?.executions.map(({ stepId, parentId }) => [stepId, parentId])).toEqual([
    ['parse', 'eee19b7ec3c1b174'],
    ['fetch', undefined],
  ]);
});

const tolerated = [
  ['ids in base64', { spanId: '7uGbfsPBsXQ=' }, 'ingest/base64-ids'],
  ['ids of another form', { spanId: 'span-1' }, 'ingest/opaque-ids'],
  ['a kind by name', { kind: 'SPAN_KIND_CLIENT' }, 'ingest/enum-names'],
  ['a status by name', { status: { code: 'STATUS_CODE_OK' } }, 'ingest/enum-names'],
  ['times as numbers', { startTimeUnixNano: 1_544_712_660_000_000_000 }, 'ingest/rounded-times'],
  ['no end', { endTimeUnixNano: undefined }, 'ingest/missing-end'],
  ['an end of zero', { endTimeUnixNano: '0' }, 'ingest/missing-end'],
  ['attributes as an object', { attributes: { a: 1 } }, 'ingest/plain-attributes'],
  ['an attribute with a plain value', { attributes: [{ key: 'a', value: 1 }] }, 'ingest/plain-attributes'],
] as const;

it.for(tolerated)('mends %s, with one note', async ([_name, departure, note]) => {
  expect(await notesOf(exportOf(spanOf(), spanOf({ spanId: 'aaaaaaaaaaaaaaaa', ...departure })))).toEqual([note]);
});

it.for(tolerated)('when strict, refuses %s', async ([_name, departure]) => {
  await expect(readOtlp(inputOf(exportOf(spanOf(), spanOf(departure))), { strict: true })).rejects.toMatchObject({
    code: 'FAULTLINE_INVALID_INPUT',
    message: expect.stringContaining('resourceSpans[0].scopeSpans[0].spans[1].'),
    hint: expect.stringContaining('read without the option "strict"'),
  });
});

it('reads names of protobuf and of an old OTLP', async () => {
  const snake = {
    resource_spans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { string_value: 'triage' } }] },
        scope_spans: [
          {
            spans: [
              {
                trace_id: '5b8efff798038103d269b633813fc60c',
                span_id: 'eee19b7ec3c1b174',
                start_time_unix_nano: '1544712660000000000',
                end_time_unix_nano: '1544712661000000000',
                attributes: [{ key: 'a', value: { int_value: '1' } }],
              },
            ],
          },
        ],
      },
    ],
  };
  const legacy = { resourceSpans: [{ instrumentationLibrarySpans: [{ spans: [spanOf()] }] }] };
  const [run] = await readOtlp(inputOf(snake));
  expect(run?.executions[0]?.attributes).toEqual({ a: 1 });
  expect(run?.context).toEqual({ service: 'triage' });
  expect(await notesOf(snake)).toEqual(['ingest/field-names']);
  expect(await notesOf(legacy)).toEqual(['ingest/field-names']);
  await expect(readOtlp(inputOf(legacy), { strict: true })).rejects.toThrow('names of protobuf or of an old OTLP');
});

it('leaves out what has no place, and says how much', async () => {
  const [run] = await readOtlp(
    inputOf(
      exportOf(
        spanOf(),
        spanOf({ spanId: '' }),
        spanOf({ startTimeUnixNano: 'noon' }),
        spanOf({ traceId: '0'.repeat(32) }),
        7 as never,
      ),
    ),
  );
  expect(run?.executions).toHaveLength(1);
  expect(run?.notes.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'error: 2 of 3 spans of this trace have no usable span id or start time and were left out.',
    expect.stringMatching(/^error: Spans of the input that belong to no run: 2\./),
  ]);
});

it('reads links, of which one to the parent may say that it does not wait', async () => {
  const [traceId, a, b] = [spanOf().traceId, 'aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'];
  const followsFrom = [{ key: 'opentracing.ref_type', value: { stringValue: 'follows_from' } }];
  const [run] = await readOtlp(
    inputOf(
      exportOf(
        spanOf(),
        spanOf({ spanId: a, parentSpanId: spanOf().spanId }),
        spanOf({
          spanId: b,
          parentSpanId: spanOf().spanId,
          links: [
            { traceId, spanId: a.toUpperCase() },
            { traceId, spanId: spanOf().spanId, attributes: followsFrom },
            {},
          ],
        }),
      ),
    ),
  );
  expect(run?.edges).toEqual([{ from: a, to: b, origin: 'explicit', kind: 'needs' }]);
  expect(run?.executions.filter(({ isAsync }) => isAsync).map(({ id }) => id)).toEqual([b]);
});

const nestedList = (levels: number): string =>
  `${'{"arrayValue":{"values":['.repeat(levels)}{"stringValue":"x"}${']}}'.repeat(levels)}`;
const withValue = (value: string): string =>
  inputOf(exportOf(spanOf({ attributes: [{ key: 'deep', value: 0 }] }))).replace('"value":0', `"value":${value}`);

it.for([
  ['empty resourceSpans', { resourceSpans: [] }, 'FAULTLINE_INVALID_INPUT', 'it has no spans.'],
  ['scopes without spans', exportOf(), 'FAULTLINE_INVALID_INPUT', 'it has no spans.'],
  ['logs', { resourceLogs: [] }, 'FAULTLINE_INVALID_INPUT', 'it holds OTLP logs (resourceLogs), not traces.'],
  ['logs, names of protobuf', { resource_logs: [] }, 'FAULTLINE_INVALID_INPUT', 'it holds OTLP logs'],
  ['metrics', { resourceMetrics: [] }, 'FAULTLINE_INVALID_INPUT', 'it holds OTLP metrics'],
  [
    'logs sent as spans',
    exportOf({ timeUnixNano: '1', severityText: 'INFO', body: { stringValue: 'hello' } }),
    'FAULTLINE_INVALID_INPUT',
    'logs sent as spans',
  ],
  [
    'log records among scopes',
    { resourceSpans: [{ scopeSpans: [{ logRecords: [{}] }] }] },
    'FAULTLINE_INVALID_INPUT',
    'has log records',
  ],
  ['spans without ids', exportOf({ name: 'a' }, {}), 'FAULTLINE_INVALID_INPUT', 'none of its 2 spans has a trace id'],
  [
    'spans that are no list',
    { resourceSpans: [{ scopeSpans: [{ spans: {} }] }] },
    'FAULTLINE_INVALID_INPUT',
    'resourceSpans[0].scopeSpans[0].spans (line 1) is not a list.',
  ],
  [
    'resourceSpans that is no list',
    { resourceSpans: {} },
    'FAULTLINE_INVALID_INPUT',
    'resourceSpans (line 1) is not OTLP traces',
  ],
  ['an attribute of 65 levels', withValue(nestedList(65)), 'FAULTLINE_TOO_DEEP', 'the attribute "deep"'],
  ['an attribute of 10,000 levels', withValue(nestedList(10_000)), 'FAULTLINE_TOO_DEEP', 'the attribute "deep"'],
] as const)('refuses %s', async ([_name, document, code, message]) => {
  await expect(readOtlp(inputOf(document))).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});

it('reads an attribute of 64 levels', async () => {
  expect(await readOtlp(inputOf(withValue(nestedList(64))))).toHaveLength(1);
});

it('refuses an input that is cut off, or has a line that is not JSON', async () => {
  const line = JSON.stringify(exportOf(spanOf()));
  await expect(readOtlp(line.slice(0, -5))).rejects.toMatchObject({ code: 'FAULTLINE_TRUNCATED' });
  await expect(readOtlp(inputOf(line, line.slice(0, -5)))).rejects.toMatchObject({
    code: 'FAULTLINE_TRUNCATED',
    message: expect.stringContaining('line 2'),
  });
  await expect(readOtlp(inputOf(line, '{"resourceSpans" oops}', line))).rejects.toMatchObject({
    code: 'FAULTLINE_INVALID_INPUT',
    message: expect.stringContaining('a line is not JSON (line 2, column 18). Spans of any trace may be missing'),
  });
  await expect(readOtlp(inputOf(line, '7'))).rejects.toThrow('line 2');
});

it('never quotes what it refuses', async () => {
  const secret = 'patient-7';
  const input = withValue(nestedList(70)).replaceAll('"x"', `"${secret}"`);
  await expect(readOtlp(input)).rejects.not.toThrow(secret);
});

it.for([
  ['{"resourceSpans":[', 1],
  ['\uFEFF  {"resource_spans":[]}', 1],
  ['[{"resourceSpans":[', 1],
  ['{"resourceLogs":[', 0.9],
  ['{"batches":[{"scopeSpans":[', 0.9],
  ['{"batches":[{"name":"resourceSpans"', 0],
  ['{"trace":{"resourceSpans":[', 0.9],
  ['{"trace":{"id":"x"},"observations":[]}', 0],
  ['{"executions":[{"input":{"resourceSpans":[]}}]}', 0],
  ['{"input":"\\"resourceSpans\\": ["}', 0],
  ['resourceSpans', 0],
  ['', 0],
] as const)('is sure of %j to %d', ([head, certainty]) => {
  expect(otlpJson.recognizes(new TextEncoder().encode(head))).toBe(certainty);
});
