import type { IngestNote, Json } from '@faultline/model';
import {
  labelIn,
  membersIn,
  numberIn,
  objectIn,
  objectsIn,
  readEvents,
  SpanIntake,
  textIn,
  type DocumentReader,
  type JsonObject,
} from '@faultline/spans';
import { statusOfTags } from '../tags/error-tag.ts';
import { spanKindNamed } from '../tags/span-kind.ts';
import { referencesOf } from './jaeger-references.ts';
import { jaegerTagsIn } from './jaeger-tags.ts';
import { jaegerTracesIn, type JaegerTrace } from './jaeger-traces.ts';

/** The flag of a span whose sampling was forced. */
const DEBUG = 2;

/** The words of OpenTracing for an error in a log, as OpenTelemetry says them. */
const openTracingErrors: ReadonlyMap<string, string> = new Map([
  ['error.kind', 'exception.type'],
  ['error.object', 'exception.message'],
  ['message', 'exception.message'],
  ['stack', 'exception.stacktrace'],
]);

type Attributes = (readonly [key: string, value: Json])[];

/** Reads Jaeger JSON into a table of spans. Every span met is kept, or counted as dropped. */
export class JaegerReader implements DocumentReader {
  readonly intake: SpanIntake;

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where it is not Jaeger JSON, or a value is nested too deep. */
  read(document: Json, line: number): void {
    const traces = jaegerTracesIn(document);
    if (traces === undefined)
      this.intake.refuse(
        `the document (line ${line}) is not Jaeger JSON: it has neither traces ("data", "spans") nor a span ("spanID").`,
        'Download the trace as JSON from Jaeger, or pass the answer of its API.',
      );
    for (const trace of traces) {
      const resources = new Map<string, ReadonlyMap<string, Json>>();
      for (const [id, process] of trace.processes) resources.set(id, resourceOf(process));
      for (const span of trace.spans) this.#readSpan(objectIn(span) ?? {}, trace, resources);
    }
  }

  finish(): void {
    this.intake.finish('a trace id (traceID), a span id (spanID) and a start (startTime)');
  }

  #readSpan(span: JsonObject, trace: JaegerTrace, resources: ReadonlyMap<string, ReadonlyMap<string, Json>>): void {
    this.intake.readCount++;
    const notes: IngestNote['id'][] = [];
    const traceId = textIn(span.traceID) ?? trace.traceId;
    const { values: tags, hasTexts } = jaegerTagsIn(span.tags);
    if (hasTexts) notes.push('ingest/tag-types');
    const { status, told } = statusOfTags(tags);
    const attributes: Attributes = [...tags, ...told, ...errorsIn(span.logs)];
    const warnings = membersIn(span.warnings);
    if (warnings.length > 0) {
      attributes.push(['jaeger.warnings', warnings]);
      notes.push('ingest/source-warnings');
    }
    if (((numberIn(span.flags) ?? 0) & DEBUG) !== 0) attributes.push(['jaeger.debug', true]);
    const resource =
      span.process === undefined ? resources.get(labelIn(span.processID) ?? '') : resourceOf(span.process);
    if (resource === undefined) notes.push('ingest/unknown-process');
    const startUs = numberIn(span.startTime) ?? Number.NaN;
    const durationUs = numberIn(span.duration) ?? Number.NaN;
    this.intake.add({
      traceId,
      id: textIn(span.spanID) ?? '',
      ...referencesOf(span, traceId),
      name: textIn(span.operationName) ?? '',
      kind: spanKindNamed(tags.get('span.kind')),
      startMs: startUs / 1000,
      // Added as microseconds: spans that touch still touch.
      endMs: (startUs + durationUs) / 1000,
      status,
      resource: resource ?? new Map(),
      attributes,
      notes,
    });
  }
}

function resourceOf(process: Json): ReadonlyMap<string, Json> {
  const { serviceName, tags } = objectIn(process) ?? {};
  const resource = jaegerTagsIn(tags).values;
  if (typeof serviceName === 'string') resource.set('service.name', serviceName);
  return resource;
}

/** What the logs of a span tell of its error. */
function errorsIn(logs: Json | undefined): Attributes {
  const told: Attributes = [];
  for (const log of objectsIn(logs)) {
    const fields = jaegerTagsIn(log.fields).values;
    const event = textIn(fields.get('event')) ?? '';
    fields.delete('event');
    if (readEvents.has(event)) for (const field of fields) told.push(field);
    if (event !== 'error') continue;
    for (const [key, value] of fields) told.push([openTracingErrors.get(key) ?? key, value]);
  }
  return told;
}
