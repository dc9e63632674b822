import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { jaegerNotes } from './jaeger-notes.ts';
import { JaegerReader } from './jaeger-reader.ts';

/** Reads traces as Jaeger's API, its page and its storage write them, one run for each trace. */
export const jaeger = defineIngester({
  id: 'ingest-traces/jaeger',
  description: 'Reads Jaeger JSON: answers of its API, downloaded traces, lists of spans.',
  formats: ['Jaeger JSON'],
  options: z.strictObject({}),
  notes: jaegerNotes,
  recognizes: certaintyOf,
  read: (bytes, context) => runsOfJson(bytes, context, jaegerNotes, new JaegerReader(context.source)),
});

/** Jaeger writes ids with capitals at their end: `traceID`, `spanID`. */
function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  const isAnswer = ['data', 'total', 'limit', 'offset', 'errors'].every((key) => keys.has(key));
  // Also an answer that found nothing: it is refused by name.
  if (keys.has('spanID') || isAnswer) return 0.95;
  if (!keys.has('data') && !keys.has('spans') && !keys.has('traceID')) return 0;
  return /"(spanID|traceID)"\s*:/.test(text) ? 0.95 : 0;
}
