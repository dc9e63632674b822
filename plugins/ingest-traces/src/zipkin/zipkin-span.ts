import type { Json } from '@faultline/model';
import { labelIn, numberIn, objectIn, objectsIn, textIn, type JsonObject } from '@faultline/spans';

/** A span as one host recorded it. */
export interface ZipkinSpan {
  /** Empty: unknown. */
  readonly traceId: string;
  /** Empty: unknown. */
  readonly id: string;
  /** Empty: a root. */
  readonly parentId: string;
  readonly name: string;
  /** CLIENT, SERVER, PRODUCER, CONSUMER, or empty: local. */
  readonly kind: string;
  /** NaN: unknown. */
  readonly startUs: number;
  /** NaN: unknown. */
  readonly durationUs: number;
  /** The start is the time of the first annotation. */
  readonly hasDerivedStart: boolean;
  /** Where it was recorded. Absent: not told. */
  readonly service: string | undefined;
  readonly address: string | undefined;
  /** The id is that of the caller's span. */
  readonly isShared: boolean;
  /** It was taken out of a record of v1 that holds its caller's span as well. */
  readonly isSplit: boolean;
  readonly tags: ReadonlyMap<string, Json>;
}

/** An endpoint: who, and where. */
export const endpointIn = (value: Json | undefined) => {
  const { serviceName, ipv4, ipv6 } = objectIn(value) ?? {};
  return { service: textIn(serviceName), address: textIn(ipv4) ?? textIn(ipv6) };
};

/** What v1 and v2 write alike. */
export function commonFieldsOf(span: JsonObject) {
  const annotated = objectsIn(span.annotations).flatMap(({ timestamp }) => numberIn(timestamp) ?? []);
  const recordedUs = numberIn(span.timestamp);
  const firstUs = annotated.reduce((least, timeUs) => Math.min(least, timeUs), Infinity);
  return {
    traceId: textIn(span.traceId) ?? '',
    id: textIn(span.id) ?? '',
    parentId: textIn(span.parentId) ?? '',
    name: textIn(span.name) ?? '',
    startUs: recordedUs ?? (Number.isFinite(firstUs) ? firstUs : Number.NaN),
    durationUs: numberIn(span.duration) ?? Number.NaN,
    hasDerivedStart: recordedUs === undefined,
  };
}

/** Reads a span of v2. */
export function zipkinSpanOf(span: JsonObject): ZipkinSpan {
  const tags = new Map(Object.entries(objectIn(span.tags) ?? {}));
  if (span.debug === true) tags.set('zipkin.debug', true);
  const peer = endpointIn(span.remoteEndpoint).service;
  if (peer !== undefined && !tags.has('peer.service')) tags.set('peer.service', peer);
  return {
    ...commonFieldsOf(span),
    kind: labelIn(span.kind) ?? '',
    ...endpointIn(span.localEndpoint),
    isShared: span.shared === true,
    isSplit: false,
    tags,
  };
}
