const isoTime = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * A time of ISO 8601 with up to nine decimals, in milliseconds since the epoch. Without a zone it is UTC, as databases,
 * Python's `utcnow` and `to_json` of pandas write it. NaN: it is no such time.
 *
 *     "2024-10-13T07:05:38.291001"  ->  1728803138291.001
 */
export function msOfIso(text: string): number {
  const [, day, time, decimals = '', zone = 'Z'] = isoTime.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) return Number.NaN;
  return Date.parse(`${day}T${time}${zone.toUpperCase()}`) + Number(decimals.padEnd(9, '0')) / 1e6;
}
