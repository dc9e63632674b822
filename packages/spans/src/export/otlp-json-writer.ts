import type { Json, Run, Status, StepExecution } from '@faultline/model';
import { exported, exportedPayloads, isExportedName, payloadTypes } from './exported-names.ts';
import { spanIdsFor, traceIdFor, type SpanIdsOfRun } from './exported-ids.ts';
import { nanosOfMs } from './nanos-of-ms.ts';
import { otlpValueOf, type OtlpAttribute } from './otlp-value.ts';
import { SPAN_KIND, SPAN_STATUS } from '../table/span-fields.ts';

/** Spans that one document holds at most: a large run becomes several documents of one trace. */
const spansPerDocument = 1000;

/** Circumstances of a run that have a name in OpenTelemetry. */
const resourceNames = new Map([
  ['service', 'service.name'],
  ['release', 'service.version'],
  ['environment', 'deployment.environment.name'],
  ['region', 'cloud.region'],
]);

/**
 * Writes runs as documents of OTLP JSON: a span for the run, and below it one for each execution, with links for edges.
 * What OTLP has no place for stands in attributes that begin with `faultline.`, so that `runsOf` gives the same run back.
 * One writer for one file: runs with equal ids get traces of their own.
 */
export class OtlpJsonWriter {
  readonly #traceIds = new Set<string>();

  /** One or more documents, each to be written on a line. O(size of the run). */
  *documentsOf(run: Run): Generator<Json> {
    const traceId = traceIdFor(run.id, this.#traceIds);
    const ids = spanIdsFor(run);
    const linksOf = linksByExecution(run, traceId, ids);
    const spans = [runSpan(run, traceId, ids)];
    for (const [at, execution] of run.executions.entries()) {
      if (spans.length === spansPerDocument) yield documentOf(run, spans.splice(0));
      spans.push(executionSpan(execution, at, traceId, ids, linksOf.get(execution.id)));
    }
    yield documentOf(run, spans);
  }
}

function documentOf({ context }: Run, spans: readonly Json[]): Json {
  const attributes = Object.entries(context)
    .filter(([name]) => resourceNames.has(name))
    .map(([name, value]) => attributeOf(resourceNames.get(name) ?? name, value));
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: 'faultline' }, spans }] }] };
}

function runSpan(run: Run, traceId: string, ids: SpanIdsOfRun): Json {
  const { executions: _executions, startMs, endMs, subjectId, ...fields } = run;
  const times = timesOf(startMs, endMs, exported.run);
  const attributes = [...fieldsOf(fields, exported.run), ...times.attributes];
  if (subjectId !== undefined) attributes.push(attributeOf(exported.subjectId, subjectId));
  return {
    traceId,
    spanId: ids.run,
    name: run.workflowId,
    kind: SPAN_KIND.internal,
    ...times.fields,
    attributes,
    status: { code: codeOf(run.status) },
  };
}

function executionSpan(
  execution: StepExecution,
  at: number,
  traceId: string,
  ids: SpanIdsOfRun,
  links: readonly Json[] | undefined,
): Json {
  const { id, stepId, type, item, attempt, parentId, startMs, endMs, input, output, metrics, attributes, ...fields } =
    execution;
  const spanId = ids.executions[at];
  const parentSpanId = parentId === undefined ? ids.run : ids.byId.get(parentId);
  const times = timesOf(startMs, endMs, exported.execution);
  return {
    traceId,
    spanId,
    parentSpanId: parentSpanId ?? ids.run,
    name: stepId,
    kind: SPAN_KIND.internal,
    ...times.fields,
    attributes: [
      attributeOf(exported.stepId, stepId),
      attributeOf(exported.type, type),
      attributeOf(exported.item, item),
      attributeOf(exported.attempt, attempt),
      ...(id === spanId ? [] : [attributeOf(`${exported.execution}id`, id)]),
      ...(parentId === undefined || parentSpanId !== undefined
        ? []
        : [attributeOf(`${exported.execution}parentId`, parentId)]),
      ...fieldsOf(fields, exported.execution),
      ...times.attributes,
      ...fieldsOf(metrics, exported.metric),
      ...payloadsOf({ input, output }),
      ...attributesOf(attributes),
    ],
    ...(links !== undefined && { links }),
    status: { code: codeOf(execution.status), ...(fields.error !== undefined && { message: fields.error.message }) },
  };
}

const attributeOf = (key: string, value: Json): Json & OtlpAttribute => ({ key, value: otlpValueOf(value) });

/** Members of an object as attributes: every one, also those that later versions of the model add. */
const fieldsOf = (fields: object, prefix: string): (Json & OtlpAttribute)[] =>
  // Documents hold nothing but JSON.
  Object.entries(fields as Readonly<Record<string, Json>>).map(([name, value]) =>
    attributeOf(`${prefix}${name}`, value),
  );

/** Inputs and outputs as the conventions have them: a text, and of which type. */
function* payloadsOf(payloads: { readonly [Field in 'input' | 'output']: Json | undefined }): Generator<Json> {
  for (const { field, value: key, mimeType } of exportedPayloads) {
    const payload = payloads[field];
    if (payload === undefined) continue;
    const isText = typeof payload === 'string';
    yield attributeOf(key, isText ? payload : JSON.stringify(payload));
    yield attributeOf(mimeType, isText ? payloadTypes.text : payloadTypes.json);
  }
}

function attributesOf(attributes: StepExecution['attributes']): readonly Json[] {
  if (attributes === undefined) return [];
  const entries = Object.entries(attributes);
  if (entries.length === 0) return [attributeOf(exported.attribute, {})];
  return entries.map(([key, value]) => attributeOf(isExportedName(key) ? `${exported.attribute}.${key}` : key, value));
}

/** Times as OTLP has them, and as attributes where it cannot hold them exactly. */
function timesOf(startMs: number, endMs: number | undefined, prefix: string) {
  const start = nanosOfMs(startMs);
  const end = endMs === undefined ? undefined : nanosOfMs(endMs);
  return {
    fields: { startTimeUnixNano: start.nanos, ...(end !== undefined && { endTimeUnixNano: end.nanos }) },
    attributes: [
      ...(start.isExact ? [] : [attributeOf(`${prefix}startMs`, startMs)]),
      ...(end === undefined || end.isExact ? [] : [attributeOf(`${prefix}endMs`, endMs ?? 0)]),
    ],
  };
}

const codeOf = (status: Status): number =>
  status === 'failed' || status === 'retrying'
    ? SPAN_STATUS.error
    : status === 'completed'
      ? SPAN_STATUS.ok
      : SPAN_STATUS.unset;

/** Links from each execution to those that it needed, for other readers: here `faultline.run.edges` says it all. */
function linksByExecution({ edges }: Run, traceId: string, { byId }: SpanIdsOfRun): ReadonlyMap<string, Json[]> {
  const linksOf = new Map<string, Json[]>();
  for (const { from, to } of edges) {
    const spanId = byId.get(from);
    if (spanId === undefined) continue;
    const links = linksOf.get(to);
    if (links === undefined) linksOf.set(to, [{ traceId, spanId }]);
    else links.push({ traceId, spanId });
  }
  return linksOf;
}
