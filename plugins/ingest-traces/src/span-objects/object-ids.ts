import type { Json } from '@faultline/model';
import { labelIn, objectIn, objectsIn, type JsonObject, type SpanLink } from '@faultline/spans';

/** The trace of a span. Empty: it names none. */
export const traceIdIn = (span: JsonObject): string => {
  const context = contextOf(span);
  return firstId(context.trace_id, context.traceId, span.trace_id, span.traceId, span['context.trace_id']);
};

/** The id of a span. A database may have its own for the row ("id"): that of the context comes first. */
export const spanIdIn = (span: JsonObject): string => {
  const context = contextOf(span);
  return firstId(context.span_id, context.spanId, span.span_id, span.spanId, span['context.span_id'], span.id);
};

/** The parent of a span. Empty: a root. */
export const parentIdIn = (span: JsonObject): string => {
  const parent = objectIn(span.parentSpanContext) ?? objectIn(span.parent) ?? {};
  return firstId(
    span.parent_span_id,
    span.parent_id,
    span.parentSpanId,
    span.parentId,
    parent.span_id,
    parent.spanId,
    // Python: a context is written whole, or the id alone.
    span.parent,
  );
};

/** The spans that a span is linked to. */
export const linksIn = ({ links }: JsonObject): readonly SpanLink[] =>
  objectsIn(links)
    .map((link) => ({ traceId: traceIdIn(link), spanId: spanIdIn(link), isFollowsFrom: false }))
    .filter(({ traceId, spanId }) => traceId !== '' && spanId !== '');

const contextOf = (span: JsonObject): JsonObject => objectIn(span.context) ?? objectIn(span.spanContext) ?? {};

const firstId = (...ids: readonly (Json | undefined)[]): string => ids.map(idIn).find((id) => id !== '') ?? '';

/** Python writes hex digits with a mark before them: `"0x3d0470fff92ec9bb"`. An id of zeros stands for none. */
function idIn(value: Json | undefined): string {
  const id = (labelIn(value) ?? '').replace(/^0x(?=[0-9a-f]+$)/i, '');
  return /^0{16,}$/.test(id) ? '' : id;
}
