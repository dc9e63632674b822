import type { Json } from '@faultline/model';
import { msOfIso } from '@faultline/spans';

/** A time in milliseconds since the epoch: a number of them, or ISO 8601 (see `msOfIso`). NaN: it is no time. */
export function timeMsOf(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? msOfIso(value) : Number.NaN;
}
