import { z } from 'zod';
import { FaultlineError, quoted } from '@faultline/core';

const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/**
 * A point in time, in milliseconds since the epoch: a date (midnight, UTC), or a date and time with its zone.
 * @throws FaultlineError where it is none. A time without a zone would be another one elsewhere.
 */
export function timeFrom(text: string): number {
  if (timeSchema.safeParse(text).success) return Date.parse(text);
  throw new FaultlineError('FAULTLINE_USAGE', {
    problem: `The time ${quoted(text)} is no date and time with its zone.`,
    hint: 'Write it as "2026-05-04T10:30:00Z" or "2026-05-04T12:30:00+02:00".',
  });
}
