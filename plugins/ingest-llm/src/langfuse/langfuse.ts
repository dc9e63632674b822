import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { llmNotes } from '../llm-notes.ts';
import { LangfuseReader } from './langfuse-reader.ts';

/** Reads what Langfuse exports and what is sent to it, one run for each trace. */
export const langfuse = defineIngester({
  id: 'ingest-llm/langfuse',
  description: 'Reads Langfuse traces: downloads, answers of its API, ingestion batches, rows of observations.',
  formats: ['Langfuse'],
  options: z.strictObject({}),
  notes: llmNotes,
  recognizes: certaintyOf,
  read: (bytes, context) => runsOfJson(bytes, context, llmNotes, new LangfuseReader(context.source)),
});

/** Inputs and outputs are long: the head may end before the observations begin. */
function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  const has = (...names: readonly string[]): boolean => names.every((name) => keys.has(name));
  if (has('trace', 'observations')) return 0.95;
  if (has('batch') && /"type"\s*:\s*"[a-z]+-(create|update)"/.test(text)) return 0.95;
  const isObservation = (has('traceId', 'startTime') || has('trace_id', 'start_time')) && has('type');
  if (isObservation && !has('run_type')) return 0.9;
  const hasOwnFields = /"(parentObservationId|usageDetails|projectId|bookmarked|sessionId)"\s*:/.test(text);
  return hasOwnFields && (has('trace') || has('observations') || has('data')) ? 0.9 : 0;
}
