import { fact } from '@faultline/graph';
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
  'ingest/late-spans': {
    severity: 'warning',
    description:
      'Spans came long after the other spans of their run, which had been taken as over and handed out: they make a further run of the same id.',
    message:
      '{{spans:count}} of {{of:count}} spans came after a run of this id had been taken as over: this is a further part of it.',
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
  if (untraced === 0 && !mayHaveNotes(table)) return noNotes;
  const dropped = table.droppedFrom(trace);
  const notes: IngestNote[] = [];
  for (const [id, { severity, message }] of entriesOf(catalogue)) {
    const spans = countOf(id, table, trace, kept, untraced);
    if (spans === 0) continue;
    notes.push({ id, severity, message: renderMessage(message, { spans, of: kept + dropped }), executionIds: [] });
  }
  return notes;
}

const noNotes: readonly IngestNote[] = [];

/** Most inputs need none: telling so for all runs at once saves asking for each note of each run. */
const mayHaveNotes = (table: SpanTable): boolean => table.noteCount + table.droppedCount + table.lateTraces.size > 0;

function countOf(id: string, table: SpanTable, trace: number, kept: number, untraced: number): number {
  switch (id) {
    case 'ingest/dropped-spans':
      return table.droppedFrom(trace);
    case 'ingest/untraced-spans':
      return untraced;
    case 'ingest/late-spans':
      return table.lateTraces.has(trace) ? kept : 0;
    default:
      return table.notesOf(id, trace);
  }
}

/** One catalogue words the notes of all runs of an input. */
const entriesOf = fact(
  (catalogue: NoteCatalogue) =>
    // The keys of a catalogue are what its type says.
    Object.entries({ ...spanNotes, ...catalogue }) as [keyof NoteCatalogue, NoteCatalogue[keyof NoteCatalogue]][],
);
