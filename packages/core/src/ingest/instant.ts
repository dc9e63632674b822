/** `2023-08-25T15:57:51.123456+09:00`, also without marks (`20200413T165420+0000`), without seconds and without a zone. */
const iso =
  /^(?<year>\d{4})-?(?<month>\d\d)-?(?<day>\d\d)[T ](?<hour>\d\d):?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)? ?(?<zone>Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Milliseconds since the epoch of an instant in ISO 8601. Unlike Date.parse it keeps digits below the millisecond, and a
 * time without a zone is UTC on every machine. `undefined`: it is no instant.
 */
export function msOfInstant(text: unknown): number | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined;
  const parts = iso.exec(text.trim())?.groups;
  if (parts === undefined) return undefined;
  const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])];
  const [hour, minute, second] = [Number(parts['hour']), Number(parts['minute']), Number(parts['second'] ?? 0)];
  const midnightMs = Date.UTC(year, month - 1, day);
  // Date.UTC carries 31 February over into March, and moves the years before 100.
  if (month < 1 || month > 12 || new Date(midnightMs).getUTCDate() !== day || year < 100) return undefined;
  // A leap second is the first instant of the next minute.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const fractionMs = Number(`0.${parts['fraction'] ?? 0}`) * 1000;
  const ofDayMs = (hour * 60 + minute) * 60_000 + second * 1000;
  return midnightMs + ofDayMs - offsetMsOf(parts['zone']) + fractionMs;
}

/** Whether an instant says in which zone it is. */
export const hasZone = (text: string): boolean => /(?:Z|[T ].*[+-]\d\d(?::?\d\d)?)\s*$/i.test(text);

function offsetMsOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
