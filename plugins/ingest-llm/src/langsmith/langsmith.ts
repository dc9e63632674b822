import { defineIngester, outerKeys } from '@faultline/core';
import { runsOfJson } from '@faultline/spans';
import { z } from 'zod';
import { langsmithNotes } from './langsmith-notes.ts';
import { LangsmithReader } from './langsmith-reader.ts';

/** Reads LangSmith runs as its API and its SDKs write them, one run for each trace. */
export const langsmith = defineIngester({
  id: 'ingest-llm/langsmith',
  description: 'Reads LangSmith runs: a run tree, a list of runs, a batch of an SDK, one run per line.',
  formats: ['LangSmith'],
  options: z.strictObject({}),
  notes: langsmithNotes,
  recognizes: certaintyOf,
  read: (bytes, context) => runsOfJson(bytes, context, langsmithNotes, new LangsmithReader(context.source)),
});

function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head);
  const keys = outerKeys(text);
  if (keys.has('run_type') || keys.has('dotted_order')) return 0.95;
  const mayHold = ['post', 'patch', 'runs', 'child_runs', 'inputs'].some((key) => keys.has(key));
  return mayHold && /"(run_type|dotted_order)"\s*:/.test(text) ? 0.9 : 0;
}
