import type { Json } from '@faultline/model';
import { SPAN_STATUS, statusMessageKey, textIn } from '@faultline/spans';

/** How a span ended by its tags, and what they say of the error in OpenTelemetry's words. */
export interface TaggedStatus {
  /** See `SPAN_STATUS`. */
  readonly status: number;
  readonly told: readonly (readonly [key: string, value: Json])[];
}

const unset: TaggedStatus = { status: SPAN_STATUS.unset, told: [] };

/**
 * The tag `error` of OpenTracing (`true`) and Zipkin (any text: the message, or nothing), else `otel.status_code`. Error
 * codes and classes are one word: `"500"`, `"TimeoutException"`.
 */
export function statusOfTags(tags: ReadonlyMap<string, Json>): TaggedStatus {
  const error = tags.get('error');
  const hasFailed = error !== undefined && error !== null && error !== false && error !== 'false';
  if (hasFailed) return { status: SPAN_STATUS.error, told: toldBy(error, tags) };
  const code = textIn(tags.get('otel.status_code'))?.toUpperCase();
  if (code === 'ERROR') return { status: SPAN_STATUS.error, told: [] };
  return code === 'OK' ? { status: SPAN_STATUS.ok, told: [] } : unset;
}

function toldBy(error: Json, tags: ReadonlyMap<string, Json>): TaggedStatus['told'] {
  const text = error === 'true' ? undefined : textIn(error);
  if (text === undefined) return [];
  const key = /^[\w.$:-]+$/.test(text) ? 'error.type' : statusMessageKey;
  return tags.has(key) ? [] : [[key, text]];
}
