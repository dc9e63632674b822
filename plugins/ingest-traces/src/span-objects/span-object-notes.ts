import type { NoteCatalogue } from '@faultline/core';
import { spanNotes } from '@faultline/spans';
import { tolerances } from '../otlp-json/otlp-notes.ts';

const { severity, description, message } = tolerances['ingest/rounded-times'];

/** What reading spans as plain objects can leave on a run. */
export const spanObjectNotes = {
  'ingest/rounded-times': { severity, description, message },
  'ingest/time-units': {
    severity: 'info',
    description:
      'Times are numbers that do not say their unit; from their size they were taken as seconds, milliseconds, microseconds or nanoseconds since 1970.',
    message:
      'In {{spans:count}} of {{of:count}} spans times are numbers without a unit; it was taken from how large they are.',
  },
  ...spanNotes,
} as const satisfies NoteCatalogue;
