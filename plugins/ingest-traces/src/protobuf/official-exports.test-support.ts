import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import fc from 'fast-check';

type Spans = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0];
type Span = Spans[number];
type Values = Span['attributes'];

/** The same spans as the official serializers of OpenTelemetry write them. */
export interface OfficialExport {
  readonly protobuf: Uint8Array;
  readonly json: Uint8Array;
}

const written = (bytes: Uint8Array | undefined): Uint8Array => {
  if (bytes === undefined) throw new Error('The serializer wrote nothing.');
  return bytes;
};

const exportOf = (spans: Spans): OfficialExport => ({
  protobuf: written(ProtobufTraceSerializer.serializeRequest(spans)),
  json: written(JsonTraceSerializer.serializeRequest(spans)),
});

const hex = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('', '__proto__', '\uFEFFa', 'ü🩺'));
const scalar = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  // Integers beyond these have two forms in JSON.
  fc.double({ noNaN: true, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
);
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(text, scalar, { maxKeys: 3 }));
const key = fc.oneof(text, fc.constantFrom('input.value', 'gen_ai.tool.name', 'faultline.metrics.costUsd', 'user.id'));
// The serializers pass over keys that an object has not as its own.
const values = fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<Values>;
const time = fc.tuple(fc.integer({ min: 1, max: 4_000_000_000 }), fc.nat(999_999_999));
const traceId = fc.constantFrom('5b8efff798038103d269b633813fc60c', 'ffffffffffffffffffffffffffffffff');
const context = fc.record({ traceId, spanId: hex(16), traceFlags: fc.constantFrom(0, 1) });

const span = fc
  .record({
    context,
    parent: fc.option(context, { nil: undefined }),
    name: text,
    kind: fc.nat(4),
    startTime: time,
    endTime: time,
    status: fc.record({ code: fc.nat(2), message: fc.option(text, { nil: undefined }) }),
    attributes: values,
    events: fc.array(
      fc.record({ name: fc.constantFrom('exception', 'gen_ai.content.prompt', 'tick'), time, attributes: values }),
      { maxLength: 2 },
    ),
    links: fc.array(
      fc.record({
        context,
        attributes: fc.constantFrom<Values>({}, { 'opentracing.ref_type': 'follows_from' }),
      }),
      { maxLength: 2 },
    ),
    service: fc.constantFrom('triage', 'billing'),
  })
  .map(({ context: own, parent, events, links, service, ...rest }) => {
    const made = {
      ...rest,
      spanContext: () => own,
      ...(parent !== undefined && { parentSpanContext: parent }),
      events,
      links,
      duration: [0, 0],
      ended: true,
      resource: resources[service],
      instrumentationScope: { name: 'scope', version: '1', schemaUrl: 'https://example.org' },
      droppedAttributesCount: 1,
      droppedEventsCount: 0,
      droppedLinksCount: 3,
    };
    // What the serializers look at is there.
    return made as unknown as Span;
  });

const resourceOf = (service: string) => ({
  attributes: { 'service.name': service, 'service.version': '1.2' },
  merge: () => undefined,
  getRawAttributes: () => [],
});
// One object for each: the serializers tell resources apart by identity.
const resources = { triage: resourceOf('triage'), billing: resourceOf('billing') };

/** Exports as the official serializers write them. */
export const arbitraryExport: fc.Arbitrary<OfficialExport> = fc
  .array(span, { minLength: 1, maxLength: 12 })
  .map(exportOf);
