import type { NoteCatalogue } from '@faultline/core';
import { spanNotes } from '@faultline/spans';

/** What reading Jaeger JSON can leave on a run. */
export const jaegerNotes = {
  'ingest/tag-types': {
    severity: 'info',
    description: 'Tags are declared to be booleans or numbers and written as texts; they are read as declared.',
    message: 'In {{spans:count}} of {{of:count}} spans tags of another type are written as texts; they were converted.',
  },
  'ingest/unknown-process': {
    severity: 'info',
    description: 'Spans name a process that the trace does not list, so their service is not known.',
    message:
      '{{spans:count}} of {{of:count}} spans name a process that the trace does not list: their service is not known.',
  },
  'ingest/source-warnings': {
    severity: 'info',
    description:
      'Jaeger left warnings on spans, for example that it moved their times because clocks differ. They are kept as the attribute "jaeger.warnings".',
    message:
      '{{spans:count}} of {{of:count}} spans have warnings of Jaeger, which may have moved their times: see the attribute "jaeger.warnings".',
  },
  ...spanNotes,
} as const satisfies NoteCatalogue;
