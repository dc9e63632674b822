import { renderMessage, type NoteCatalogue } from '@faultline/core';
import type { IngestNote } from '@faultline/model';
import type { SpanTable } from './span-table.ts';

/** Notes about spans of any format. */
export const spanNotes = {
  'ingest/dropped-spans': {
    severity: 'error',
    description: 'Spans without a span id or a start time were left out: nothing can be said about when they ran.',
    message:
      '{{spans:count}} of {{of:count}} spans of this trace have no usable span id or start time and were left out.',
  },
  'ingest/untraced-spans': {
    severity: 'error',
    description: 'Spans of the input could not be given to any run, so that any run of it may lack some.',
    message:
      'Spans of the input that belong to no run: {{spans:count}}. They have no trace id, or nothing else of their trace could be kept, so this run may lack some.',
  },
  'ingest/missing-end': {
    severity: 'info',
    description: 'Spans without an end time are taken as still running when they were exported.',
    message: '{{spans:count}} of {{of:count}} spans have no end time and are taken as still running.',
  },
} as const satisfies NoteCatalogue;

/** The notes of one run: those the reader counted, and what was left out of it and of the input as a whole. */
export function notesOf(
  table: SpanTable,
  trace: number,
  kept: number,
  untraced: number,
  catalogue: NoteCatalogue,
): readonly IngestNote[] {
  const dropped = table.droppedFrom(trace);
  const notes: IngestNote[] = [];
  for (const [id, { severity, message }] of entriesOf({ ...spanNotes, ...catalogue })) {
    const spans =
      id === 'ingest/dropped-spans' ? dropped : id === 'ingest/untraced-spans' ? untraced : table.notesOf(id, trace);
    if (spans === 0) continue;
    notes.push({ id, severity, message: renderMessage(message, { spans, of: kept + dropped }), executionIds: [] });
  }
  return notes;
}

// The keys of a catalogue are what its type says.
const entriesOf = (catalogue: NoteCatalogue) =>
  Object.entries(catalogue) as [keyof NoteCatalogue, NoteCatalogue[keyof NoteCatalogue]][];
