import type { Json } from '@faultline/model';
import {
  numberIn,
  objectIn,
  objectsIn,
  readEvents,
  SPAN_KIND,
  SPAN_STATUS,
  SpanIntake,
  statusMessageKey,
  textIn,
  type DocumentReader,
  type JsonObject,
  type SpanLink,
} from '@faultline/spans';

/** The SDK for JavaScript numbers kinds from 0. */
const kinds = [SPAN_KIND.internal, SPAN_KIND.server, SPAN_KIND.client, SPAN_KIND.producer, SPAN_KIND.consumer];
const statuses = [SPAN_STATUS.unset, SPAN_STATUS.ok, SPAN_STATUS.error];

/** Reads spans as the OpenTelemetry SDK for JavaScript holds them into a table. */
export class VercelReader implements DocumentReader {
  readonly intake: SpanIntake;

  constructor(source: string) {
    this.intake = new SpanIntake(source);
  }

  get table() {
    return this.intake.table;
  }

  /** @throws FaultlineError where it is not a dump of spans, or a value is nested too deep. */
  read(document: Json, line: number): void {
    const isSpan = objectIn(document)?.spanContext !== undefined;
    if (!Array.isArray(document) && !isSpan)
      this.intake.refuse(
        `the document (line ${line}) is neither a list of spans nor a span ("spanContext").`,
        'Write the spans that an exporter of the SDK is given as JSON.',
      );
    const spans: readonly Json[] = Array.isArray(document) ? document : [document];
    for (const span of spans) this.#readSpan(objectIn(span) ?? {});
  }

  finish(): void {
    this.intake.finish('a trace id and a span id (spanContext) and a start (startTime)');
  }

  #readSpan(span: JsonObject): void {
    this.intake.readCount++;
    const { traceId, spanId } = objectIn(span.spanContext) ?? {};
    const { code, message } = objectIn(span.status) ?? {};
    const attributes = new Map(Object.entries(objectIn(span.attributes) ?? {}));
    for (const event of objectsIn(span.events)) {
      if (!readEvents.has(textIn(event.name) ?? '')) continue;
      for (const [key, value] of Object.entries(objectIn(event.attributes) ?? {})) attributes.set(key, value);
    }
    if (textIn(message) !== undefined) attributes.set(statusMessageKey, message ?? '');
    this.intake.add({
      traceId: textIn(traceId) ?? '',
      id: textIn(spanId) ?? '',
      parentId: textIn(span.parentSpanId) ?? textIn(objectIn(span.parentSpanContext)?.spanId) ?? '',
      name: textIn(span.name) ?? '',
      kind: kinds[numberIn(span.kind) ?? 0] ?? SPAN_KIND.unspecified,
      startMs: msOfHrTime(span.startTime),
      endMs: msOfHrTime(span.endTime),
      status: statuses[numberIn(code) ?? 0] ?? SPAN_STATUS.unset,
      resource: new Map(Object.entries(objectIn(objectIn(span.resource)?.attributes) ?? {})),
      attributes,
      links: objectsIn(span.links).flatMap(linkIn),
    });
  }
}

function linkIn({ context }: JsonObject): readonly SpanLink[] {
  const traceId = textIn(objectIn(context)?.traceId);
  const spanId = textIn(objectIn(context)?.spanId);
  return traceId === undefined || spanId === undefined ? [] : [{ traceId, spanId, isFollowsFrom: false }];
}

/** `[seconds, nanoseconds]` in milliseconds. `[0, 0]` stands for none, as in a span that has not ended. */
function msOfHrTime(time: Json | undefined): number {
  if (!Array.isArray(time) || time.length !== 2) return Number.NaN;
  const [seconds, nanos] = time as readonly Json[];
  if (typeof seconds !== 'number' || typeof nanos !== 'number' || (seconds === 0 && nanos === 0)) return Number.NaN;
  return seconds * 1000 + nanos / 1e6;
}
