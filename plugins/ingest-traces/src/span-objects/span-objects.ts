import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { spanObjectNotes } from './span-object-notes.ts';
import { SpanObjectReader } from './span-object-reader.ts';
import { timeNames } from './span-times.ts';
import { unstacked } from './stacked-objects.ts';

/** Reads spans as plain JSON objects, as console exporters and dumps of one's own write them: one run for each trace. */
export const spanObjects = defineIngester({
  id: 'ingest-traces/span-objects',
  description:
    'Reads spans as plain JSON objects: console exporters of OpenTelemetry SDKs, rows of Arize Phoenix, dumps with a list "spans".',
  formats: ['JSON span objects'],
  options: z.strictObject({}),
  notes: spanObjectNotes,
  recognizes: certaintyOf,
  read: (bytes, context) =>
    runsOfJson(unstacked(bytes), context, spanObjectNotes, new SpanObjectReader(context.source)),
});

/** Less sure than the formats that have a specification: what is also one of them is read as that. */
const sure = 0.6;
/** More so than Zipkin, whose spans have the same ids and times, but neither attributes nor a status. */
const sureOfConsole = 0.96;

function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  const hasAny = (names: readonly string[]): boolean => names.some((name) => keys.has(name));
  const isInText = (names: readonly string[]): boolean => new RegExp(`"(${names.join('|')})"\\s*:`).test(text);
  if (keys.has('spans'))
    return isInText(traceNames) && isInText([...spanNames, 'attributes']) && isInText(timeNames) ? sure : 0;
  if (!hasAny(timeNames)) return 0;
  if (keys.has('context')) return isInText(traceNames) && isInText(spanNames) ? sure : 0;
  if (!keys.has('name') || !hasAny(traceNames) || !hasAny([...spanNames, 'id'])) return 0;
  return ['timestamp', 'attributes', 'status'].every((name) => keys.has(name)) ? sureOfConsole : sure;
}

const traceNames = ['trace_id', 'traceId', 'context.trace_id'];
const spanNames = ['span_id', 'spanId', 'context.span_id'];
