import type { NoteCatalogue } from '@faultline/core';
import { llmNotes } from '../llm-notes.ts';

/** What reading LangSmith runs can leave on a run. */
export const langsmithNotes = {
  'ingest/parents-from-order': {
    severity: 'info',
    description: 'The parent is not named; it was taken from dotted_order, which lists a run after its ancestors.',
    message: 'In {{spans:count}} of {{of:count}} spans the parent was taken from dotted_order.',
  },
  'ingest/starts-from-order': {
    severity: 'info',
    description: 'There is no start_time; it was taken from dotted_order.',
    message: 'In {{spans:count}} of {{of:count}} spans the start was taken from dotted_order.',
  },
  ...llmNotes,
} as const satisfies NoteCatalogue;
