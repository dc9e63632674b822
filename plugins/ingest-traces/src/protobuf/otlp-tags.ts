// Tags of the fields that are read, by message, as opentelemetry-proto numbers them. The wire type is part of a tag, so a
// field of another type is one that is not known.

/** Of an export: TracesData and ExportTraceServiceRequest. */
export const EXPORT = { resourceSpans: 0x0a } as const;
/** Of ResourceSpans. */
export const RESOURCE_SPANS = { resource: 0x0a, scopeSpans: 0x12 } as const;
/** Of Resource. */
export const RESOURCE = { attribute: 0x0a } as const;
/** Of ScopeSpans. */
export const SCOPE_SPANS = { span: 0x12 } as const;

/** Of Span. */
export const SPAN = {
  traceId: 0x0a,
  id: 0x12,
  parentId: 0x22,
  name: 0x2a,
  kind: 0x30,
  start: 0x39,
  end: 0x41,
  attribute: 0x4a,
  event: 0x5a,
  link: 0x6a,
  status: 0x7a,
} as const;
/** Of Span.Event. */
export const EVENT = { name: 0x12, attribute: 0x1a } as const;
/** Of Span.Link. */
export const LINK = { traceId: 0x0a, spanId: 0x12, attribute: 0x22 } as const;
/** Of Status. */
export const STATUS = { message: 0x12, code: 0x18 } as const;

/** Of KeyValue. */
export const ENTRY = { key: 0x0a, value: 0x12 } as const;
/** Of AnyValue. */
export const VALUE = {
  text: 0x0a,
  boolean: 0x10,
  integer: 0x18,
  double: 0x21,
  list: 0x2a,
  map: 0x32,
  bytes: 0x3a,
} as const;
/** Of the members of an ArrayValue or KeyValueList. */
export const MEMBER = 0x0a;
