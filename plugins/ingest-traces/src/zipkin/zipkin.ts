import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { zipkinNotes } from './zipkin-notes.ts';
import { ZipkinReader } from './zipkin-reader.ts';

/** Reads traces as Zipkin's API writes them, one run for each trace. */
export const zipkin = defineIngester({
  id: 'ingest-traces/zipkin',
  description: 'Reads Zipkin JSON, v2 and v1: a trace, a list of traces, a list of spans.',
  formats: ['Zipkin JSON'],
  options: z.strictObject({}),
  notes: zipkinNotes,
  recognizes: certaintyOf,
  read: (bytes, context) => runsOfJson(bytes, context, zipkinNotes, new ZipkinReader(context.source)),
});

/** Others name spans by `traceId` and `id` as well: those have a `startTime` or a `type`. */
function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  // A list of traces is a list of lists.
  const keys = outerKeys(text.replace(/^\s*\[\s*(?=\[)/, ''));
  if (!keys.has('traceId') || !keys.has('id') || keys.has('startTime') || keys.has('type')) return 0;
  const isZipkin = ['timestamp', 'localEndpoint', 'annotations', 'binaryAnnotations'].some((key) => keys.has(key));
  return isZipkin ? 0.95 : 0;
}
