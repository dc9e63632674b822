import { expect, it } from 'vitest';
import { runSchema, type Json, type Run } from '@faultline/model';
import { OtlpJsonWriter } from './otlp-json-writer.ts';

const run: Run = runSchema.parse({
  id: 'run-1',
  workflowId: 'triage',
  subjectId: 'patient-7',
  context: { service: 'hospital', shift: 'night' },
  status: 'failed',
  startMs: 1_544_712_660_000,
  endMs: 1_544_712_661_000,
  executions: [
    {
      id: 'eee19b7ec3c1b174',
      stepId: 'fetch',
      startMs: 1_544_712_660_000,
      endMs: 1_544_712_660_400,
      status: 'completed',
      output: { rows: 3 },
    },
    {
      id: 'parse',
      stepId: 'parse',
      parentId: 'eee19b7ec3c1b174',
      startMs: 1_544_712_660_400,
      endMs: 1_544_712_661_000,
      status: 'failed',
      error: { type: 'timeout', message: 'took too long' },
      metrics: { memoryMiB: 12 },
      attributes: { model: 'small', 'faultline.item': 'theirs' },
    },
  ],
  edges: [{ from: 'eee19b7ec3c1b174', to: 'parse', origin: 'explicit' }],
});

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Json }[];
  readonly links?: readonly { readonly spanId: string }[];
  readonly status: Json;
}

// What the writer makes has this form.
const spansOf = (document: Json): readonly Span[] =>
  (document as unknown as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans[0].scopeSpans[0]
    .spans;
const valuesOf = ({ attributes }: Span) => Object.fromEntries(attributes.map(({ key, value }) => [key, value]));

it('writes spans that any reader of OTLP understands', () => {
  const [document] = new OtlpJsonWriter().documentsOf(run);
  const [whole, fetch, parse] = spansOf(document);
  for (const { traceId, spanId } of [whole, fetch, parse]) {
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
  }
  expect([whole.name, fetch.name, parse.name]).toEqual(['triage', 'fetch', 'parse']);
  expect([fetch.parentSpanId, parse.parentSpanId]).toEqual([whole.spanId, 'eee19b7ec3c1b174']);
  expect(parse.links).toEqual([{ traceId: whole.traceId, spanId: fetch.spanId }]);
  expect(parse.status).toEqual({ code: 2, message: 'took too long' });
  expect(valuesOf(fetch)).toMatchObject({
    'output.value': { stringValue: '{"rows":3}' },
    'output.mime_type': { stringValue: 'application/json' },
  });
  expect(valuesOf(parse)).toMatchObject({
    model: { stringValue: 'small' },
    'faultline.metrics.memoryMiB': { intValue: '12' },
    'faultline.execution.id': { stringValue: 'parse' },
    'faultline.attributes.faultline.item': { stringValue: 'theirs' },
  });
});

it('names the subject in one place, under its standard name', () => {
  const [document] = new OtlpJsonWriter().documentsOf(run);
  expect(JSON.stringify(document).split('patient-7')).toHaveLength(2);
  expect(valuesOf(spansOf(document)[0])['user.id']).toEqual({ stringValue: 'patient-7' });
});

it('gives the same ids each time, and runs of one id traces of their own', () => {
  const writer = new OtlpJsonWriter();
  const traceIds = [writer, writer, new OtlpJsonWriter()].map(
    (one) => spansOf([...one.documentsOf(run)][0])[0].traceId,
  );
  expect(traceIds[1]).not.toBe(traceIds[0]);
  expect(traceIds[2]).toBe(traceIds[0]);
});
