import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson, spanNotes } from '@faultline/spans';
import { z } from 'zod';
import { VercelReader } from './vercel-reader.ts';

/** Reads spans as the Vercel AI SDK hands them to an exporter, dumped as JSON: one run for each trace. */
export const vercel = defineIngester({
  id: 'ingest-traces/vercel',
  description: 'Reads spans of the Vercel AI SDK, or of any OpenTelemetry SDK for JavaScript, dumped as JSON.',
  formats: ['Vercel AI SDK spans'],
  options: z.strictObject({}),
  notes: spanNotes,
  recognizes: (head) => (outerKeys(new TextDecoder().decode(head)).has('spanContext') ? 0.95 : 0),
  read: (bytes, context) => runsOfJson(bytes, context, spanNotes, new VercelReader(context.source)),
});
