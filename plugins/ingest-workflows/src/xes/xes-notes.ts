import type { NoteCatalogue } from '@faultline/core';

/** Notes on runs that were read from event logs. */
export const xesNotes = {
  'ingest/instant-events': {
    severity: 'info',
    description: 'Events have one time only, no start and end. They are instants: how long the work took is not known.',
    message:
      '{{events:count}} of {{of:count}} events have a single time: they are instants, how long the work took is not known.',
  },
  'ingest/unpaired-starts': {
    severity: 'warning',
    description: 'Activities were started, but the log has no event that ends them. They are taken as still running.',
    message:
      '{{activities:count}} of {{of:count}} activities were started and never ended; they are taken as still running.',
  },
  'ingest/unnamed-events': {
    severity: 'warning',
    description: 'Events without a name (concept:name) are taken as one step "unnamed".',
    message: '{{events:count}} of {{of:count}} events have no "concept:name" and are taken as the step "unnamed".',
  },
  'ingest/local-times': {
    severity: 'info',
    description: 'Times say nothing of their zone; they are taken as UTC.',
    message: 'The times of {{events:count}} of {{of:count}} events have no zone and are taken as UTC.',
  },
  'ingest/dropped-events': {
    severity: 'error',
    description: 'Events without a usable time were left out: nothing can be said about when they were.',
    message: '{{events:count}} of {{of:count}} events have no usable "time:timestamp" and were left out.',
  },
  'ingest/dropped-attributes': {
    severity: 'info',
    description:
      'Attributes of a trace that hold several values have no place in the context of a run and were left out.',
    message: '{{attributes:count}} attributes of the trace hold several values and were left out.',
  },
} as const satisfies NoteCatalogue;

/** The id of such a note. */
export type XesNoteId = keyof typeof xesNotes;
