import { FaultlineError } from '@faultline/core';
import type { DocumentFault } from '../bytes/document-fault.ts';

/** Where in an input a fault is. */
export interface FaultPlace {
  readonly source: string;
  /** The line on which the document starts. */
  readonly line: number;
  /** Bytes before it. */
  readonly position: number;
}

/** Of a document that cannot be read again as a whole. `mostHeldBytes`: how long one may be that can. */
export function documentRefused(fault: DocumentFault, place: FaultPlace, mostHeldBytes: number): FaultlineError {
  const { source, line, position } = place;
  const where = ` (line ${line}, byte ${position + 1})`;
  switch (fault) {
    case 'cut off':
      return new FaultlineError('FAULTLINE_TRUNCATED', { source, where });
    case 'not JSON':
      return new FaultlineError('FAULTLINE_NOT_JSON', { source, where, formats: 'JSON and JSON Lines' });
    case 'departs':
      return new FaultlineError('FAULTLINE_INVALID_INPUT', {
        source,
        problem: `it departs from OTLP JSON${where}, as only a document of up to ${mostHeldBytes / 2 ** 20} MiB may.`,
        hint: 'Around spans, write each field once, with a value of its kind; or write JSON Lines.',
      });
  }
}

/** Runs were handed out before these spans were met, and none follows that could tell of them. */
export function spansLostAtEnd(source: string, count: number): FaultlineError {
  return new FaultlineError('FAULTLINE_INVALID_INPUT', {
    source,
    problem: `spans at its end belong to no run and were left out: ${count}.`,
    hint: 'Look for what wrote them: spans of OTLP have traceId, spanId and startTimeUnixNano.',
  });
}
