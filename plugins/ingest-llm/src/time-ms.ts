import type { Json } from '@faultline/model';

const isoTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * A time in milliseconds since the epoch: a number of them, or ISO 8601 with up to nine decimals. Without a zone it is
 * UTC, as databases and Python's `utcnow` write it. NaN: it is no time.
 *
 *     "2024-10-13T07:05:38.291001"  ->  1728803138291.001
 */
export function timeMsOf(value: Json | undefined): number {
  if (typeof value === 'number') return value;
  const [, day, time, decimals = '', zone = 'Z'] = (typeof value === 'string' && isoTime.exec(value.trim())) || [];
  if (day === undefined || time === undefined) return Number.NaN;
  const wholeMs = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return wholeMs + Number(decimals.padEnd(9, '0')) / 1e6;
}
