import { objectsIn, textIn, type JsonObject, type SpanLink } from '@faultline/spans';

/** Who called a span, and what else it refers to. */
export interface JaegerReferences {
  /** Empty: a root. */
  readonly parentId: string;
  readonly links: readonly SpanLink[];
}

/**
 * The parent is the first CHILD_OF within the trace, else the first FOLLOWS_FROM, which is kept as a link as well: it says
 * that the parent did not wait. All others are links. A reference may hold the whole span it refers to; only ids are read.
 *
 *     FOLLOWS_FROM a, CHILD_OF b, CHILD_OF c   ->   parent b; links a (follows from), c
 *     FOLLOWS_FROM a                           ->   parent a; link a (follows from)
 */
export function referencesOf(span: JsonObject, traceId: string): JaegerReferences {
  const references = objectsIn(span.references).flatMap((reference) => linkIn(reference, traceId));
  const inTrace = references.filter((reference) => reference.traceId === traceId);
  const parent = inTrace.find(({ isFollowsFrom }) => !isFollowsFrom) ?? inTrace[0];
  // Before there were references a span had one parent.
  if (parent === undefined) return { parentId: parentIdIn(span), links: references };
  const links = parent.isFollowsFrom ? references : references.filter((reference) => reference !== parent);
  return { parentId: parent.spanId, links };
}

function linkIn({ refType, traceID, spanID }: JsonObject, ownTraceId: string): readonly SpanLink[] {
  const spanId = textIn(spanID);
  if (spanId === undefined) return [];
  return [{ traceId: textIn(traceID) ?? ownTraceId, spanId, isFollowsFrom: refType === 'FOLLOWS_FROM' }];
}

function parentIdIn({ parentSpanID }: JsonObject): string {
  const id = textIn(parentSpanID) ?? '';
  return /^0+$/.test(id) ? '' : id;
}
