import { labelIn, objectIn, SPAN_KIND, SPAN_STATUS, textIn, type JsonObject } from '@faultline/spans';
import { spanKindNamed } from '../tags/span-kind.ts';

/** SDKs number kinds from 0, OTLP from 1. */
const kinds = [SPAN_KIND.internal, SPAN_KIND.server, SPAN_KIND.client, SPAN_KIND.producer, SPAN_KIND.consumer];
const statuses = new Map<string, number>([
  ['ok', SPAN_STATUS.ok],
  ['1', SPAN_STATUS.ok],
  ['error', SPAN_STATUS.error],
  ['2', SPAN_STATUS.error],
]);

/** What kind a span is: see `SPAN_KIND`. `"SpanKind.CLIENT"`, `"SPAN_KIND_CLIENT"`, `"CLIENT"` or a number. */
export function kindIn(span: JsonObject): number {
  const { kind = span.span_kind } = span;
  if (typeof kind !== 'number') return spanKindNamed(textIn(kind)?.replace(/^(SpanKind\.|SPAN_KIND_)/, ''));
  const first = span.startTimeUnixNano === undefined ? 0 : 1;
  return kinds[kind - first] ?? SPAN_KIND.unspecified;
}

/** What OpenInference calls the kind of a span (`"LLM"`, `"TOOL"`), where it stands outside of the attributes. */
export const openInferenceKindIn = ({ span_kind: kind }: JsonObject): string | undefined =>
  spanKindNamed(kind) === SPAN_KIND.unspecified ? textIn(kind) : undefined;

/** How a span ended, and what it says about it. */
export interface ObjectStatus {
  /** See `SPAN_STATUS`. */
  readonly status: number;
  readonly message: string | undefined;
}

/** `{"status": {"status_code": "ERROR", "description": "late"}}`, `{"status": {"code": 2}}`, `{"status_code": "ERROR"}`. */
export function statusIn(span: JsonObject): ObjectStatus {
  const { status_code: named, code, description, message } = objectIn(span.status) ?? {};
  const word = [named, code, span.status_code, span.status].map(labelIn).find((label) => label !== undefined) ?? '';
  return {
    status: statuses.get(word.replace(/^(StatusCode\.|STATUS_CODE_)/, '').toLowerCase()) ?? SPAN_STATUS.unset,
    message: textIn(description) ?? textIn(message) ?? textIn(span.status_message),
  };
}
