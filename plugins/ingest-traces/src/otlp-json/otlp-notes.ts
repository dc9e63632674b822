import type { NoteDeclaration } from '@faultline/core';
import { spanNotes } from '@faultline/spans';

/** A departure from OTLP JSON that is read all the same, unless reading is strict. */
interface Tolerance extends NoteDeclaration {
  /** What a strict reader says of the place. */
  readonly fault: string;
  /** What to do about it at the source. */
  readonly advice: string;
}

/** Departures from OTLP JSON that are mended, by the note that they leave on the run. */
export const tolerances = {
  'ingest/base64-ids': {
    severity: 'info',
    description: 'Ids are base64, as protobuf libraries write them, where OTLP JSON has hex; they are read as hex.',
    message: 'In {{spans:count}} of {{of:count}} spans ids are base64 instead of hex; they were converted.',
    fault: 'is base64 instead of hex',
    advice: 'Write ids as hex digits, as OTLP JSON asks for',
  },
  'ingest/opaque-ids': {
    severity: 'info',
    description: 'Ids are neither hex nor base64 of the right length; they are kept as they are.',
    message: 'In {{spans:count}} of {{of:count}} spans ids are neither hex nor base64; they were kept as they are.',
    fault: 'is not an id of 16 hex digits (32 for a trace)',
    advice: 'Write ids as hex digits, as OTLP JSON asks for',
  },
  'ingest/enum-names': {
    severity: 'info',
    description: 'Span kinds or status codes are names, where OTLP JSON has numbers.',
    message: 'In {{spans:count}} of {{of:count}} spans the kind or status is a name instead of a number.',
    fault: 'is a name instead of a number',
    advice: 'Write kinds and status codes as numbers, as OTLP JSON asks for',
  },
  'ingest/rounded-times': {
    severity: 'warning',
    description:
      'Times are JSON numbers above 2^53 instead of texts. JSON readers round them, here to multiples of up to 256 ns.',
    message: 'In {{spans:count}} of {{of:count}} spans times are numbers above 2^53, which were rounded when read.',
    fault: 'is a number above 2^53, which JSON cannot hold exactly',
    advice: 'Write times as texts of decimal digits',
  },
  'ingest/missing-end': {
    ...spanNotes['ingest/missing-end'],
    fault: 'is missing',
    advice: 'Export spans when they have ended',
  },
  'ingest/plain-attributes': {
    severity: 'info',
    description: 'Attributes are plain JSON, where OTLP JSON has lists of keys and typed values.',
    message: 'In {{spans:count}} of {{of:count}} spans attributes are plain JSON instead of typed values.',
    fault: 'is plain JSON instead of a list of keys and typed values',
    advice: 'Write attributes as {"key": ..., "value": {"stringValue": ...}}',
  },
  'ingest/field-names': {
    severity: 'info',
    description: 'Fields have the names of protobuf (snake_case) or of OTLP before 0.19.',
    message: 'In {{spans:count}} of {{of:count}} spans fields have names of protobuf or of an old OTLP.',
    fault: 'has fields with names of protobuf or of an old OTLP',
    advice: 'Write field names in lowerCamelCase, and scopeSpans for instrumentationLibrarySpans',
  },
  'ingest/late-spans': {
    ...spanNotes['ingest/late-spans'],
    fault: 'came long after its run',
    advice: 'Write the spans of a run closer together, or raise the option "quietMiB"',
  },
  'ingest/dropped-spans': {
    ...spanNotes['ingest/dropped-spans'],
    fault: 'has no usable span id or start time',
    advice: 'Look for what wrote a span without them; logs sent as spans have none',
  },
  'ingest/untraced-spans': {
    ...spanNotes['ingest/untraced-spans'],
    fault: 'has no usable trace id',
    advice: 'Look for what wrote a span without one; logs sent as spans have none',
  },
} as const satisfies Record<`ingest/${string}`, Tolerance>;

/** A departure from OTLP JSON. */
export type ToleranceId = keyof typeof tolerances;
