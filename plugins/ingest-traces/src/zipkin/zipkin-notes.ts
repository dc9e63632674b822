import type { NoteCatalogue } from '@faultline/core';
import { spanNotes } from '@faultline/spans';

/** What reading Zipkin JSON can leave on a run. */
export const zipkinNotes = {
  'ingest/shared-spans': {
    severity: 'info',
    description:
      'A client and its server report one span id; the server is read as a child of the client, with ":server" after its id.',
    message:
      '{{spans:count}} of {{of:count}} spans have the id of the client that called them; they are read as its children, with ":server" after the id.',
  },
  'ingest/split-spans': {
    severity: 'info',
    description: 'A span of Zipkin v1 holds what the client and what the server recorded; it is read as two.',
    message:
      '{{spans:count}} of {{of:count}} spans were recorded together with the client that called them, and are read as its children.',
  },
  'ingest/merged-records': {
    severity: 'info',
    description: 'Several records tell of one span, as where its end was reported later; they are read as one.',
    message: 'Records that add to a span another record tells of: {{spans:count}}. They were merged into it.',
  },
  'ingest/derived-starts': {
    severity: 'info',
    description: 'Spans without a timestamp are taken to start at their first annotation.',
    message:
      '{{spans:count}} of {{of:count}} spans have no timestamp and are taken to start at their first annotation.',
  },
  ...spanNotes,
} as const satisfies NoteCatalogue;
