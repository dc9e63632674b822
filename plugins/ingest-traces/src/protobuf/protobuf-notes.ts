import type { NoteDeclaration } from '@faultline/core';
import { spanNotes } from '@faultline/spans';

/** A departure from OTLP that is read all the same, unless reading is strict. */
interface Departure extends NoteDeclaration {
  /** What a strict reader says of a span. */
  readonly fault: string;
  /** What to do about it at the source. */
  readonly advice: string;
}

/** Departures from OTLP in protobuf, by the note that they leave on the run. */
export const departures = {
  'ingest/id-lengths': {
    severity: 'info',
    description: 'Ids have not the length that OTLP asks for, 16 bytes for a trace and 8 for a span; they are kept.',
    message: 'In {{spans:count}} of {{of:count}} spans ids are too long or too short; they were kept as they are.',
    fault: 'has an id that is too long or too short',
    advice: 'Write trace ids of 16 bytes and span ids of 8',
  },
  'ingest/missing-end': {
    ...spanNotes['ingest/missing-end'],
    fault: 'has no end time',
    advice: 'Export spans when they have ended',
  },
  'ingest/dropped-spans': {
    ...spanNotes['ingest/dropped-spans'],
    fault: 'has no usable span id or start time',
    advice: 'Look for what wrote a span without them',
  },
  'ingest/untraced-spans': {
    ...spanNotes['ingest/untraced-spans'],
    fault: 'has no usable trace id',
    advice: 'Look for what wrote a span without one',
  },
} as const satisfies Record<`ingest/${string}`, Departure>;

/** A departure from OTLP. */
export type DepartureId = keyof typeof departures;
