import type { Json } from '@faultline/model';
import { membersIn, objectIn, type JsonObject } from '@faultline/spans';
import { spanIdIn, traceIdIn } from './object-ids.ts';

/** Spans that share what is said around them. */
export interface SpanGroup {
  /** Empty: each span names its own. */
  readonly traceId: string;
  readonly resource: Json | undefined;
  readonly spans: readonly Json[];
}

/**
 * Finds the spans in a document: a span, an object with a list `spans`, or a list of either. `undefined`: it is none of
 * these. A member of a list that is neither counts as a span that cannot be read.
 */
export function spanGroupsIn(document: Json): readonly SpanGroup[] | undefined {
  if (Array.isArray(document)) return (document as readonly Json[]).map((member) => groupOf(objectIn(member) ?? {}));
  const fields = objectIn(document);
  if (fields === undefined) return undefined;
  const isSpan = traceIdIn(fields) !== '' || spanIdIn(fields) !== '';
  return isSpan || Array.isArray(fields.spans) ? [groupOf(fields)] : undefined;
}

const groupOf = (fields: JsonObject): SpanGroup =>
  Array.isArray(fields.spans)
    ? { traceId: traceIdIn(fields), resource: fields.resource, spans: membersIn(fields.spans) }
    : { traceId: '', resource: undefined, spans: [fields] };
