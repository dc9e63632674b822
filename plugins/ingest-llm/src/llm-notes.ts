import type { NoteCatalogue } from '@faultline/core';
import { spanNotes } from '@faultline/spans';

/** What reading exports of observability platforms can leave on a run. */
export const llmNotes = {
  'ingest/merged-records': {
    severity: 'info',
    description: 'Several records tell of one span, as where it was created and updated; they are read as one.',
    message: 'Records that add to a span another record tells of: {{spans:count}}. They were merged into it.',
  },
  ...spanNotes,
} as const satisfies NoteCatalogue;
