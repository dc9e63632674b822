/** Kinds of spans, numbered as OpenTelemetry does. */
export const SPAN_KIND = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
/** Status codes of spans, numbered as OpenTelemetry does. */
export const SPAN_STATUS = { unset: 0, ok: 1, error: 2 } as const;

/** The key under which readers store what a failed span says about itself; the name that OpenTelemetry gives it. */
export const statusMessageKey = 'otel.status_description';

/** What a reader knows of one span when it has read all of it. */
export interface SpanFields {
  /** What `SpanTable.traceOf` gave for the trace id. */
  readonly trace: number;
  /** Sixteen hex digits in either case, or any other text. */
  readonly id: string;
  /** Empty: a root. */
  readonly parentId: string;
  readonly name: string;
  /** See `SPAN_KIND`. */
  readonly kind: number;
  readonly startMs: number;
  /** NaN: still open when it was exported. */
  readonly endMs: number;
  /** See `SPAN_STATUS`. */
  readonly status: number;
  /** What `SpanTable.resource` gave. */
  readonly resource: number;
}
