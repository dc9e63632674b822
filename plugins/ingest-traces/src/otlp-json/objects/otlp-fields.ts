import { msOfNanos } from '@faultline/spans';
import { formOfId, hexOfBase64 } from './otlp-ids.ts';
import type { OtlpMendings } from './otlp-mendings.ts';

/** An id of so many bytes. Empty: there is none. */
export function idIn(id: unknown, bytes: 8 | 16, field: string, mendings: OtlpMendings): string {
  const form = formOfId(id, bytes);
  if (form === 'absent' || typeof id !== 'string') return '';
  if (form === 'hex') return id;
  mendings.add(form === 'base64' ? 'ingest/base64-ids' : 'ingest/opaque-ids', field);
  return form === 'base64' ? hexOfBase64(id) : id;
}

/** Milliseconds since the epoch. NaN: there is no time. Zero is what protobuf writes for none. */
export function timeMsIn(time: unknown, field: string, mendings: OtlpMendings): number {
  if (typeof time === 'string') return time === '0' ? Number.NaN : msOfNanos(time);
  if (typeof time !== 'number' || !(time > 0)) return Number.NaN;
  if (!Number.isSafeInteger(time)) mendings.add('ingest/rounded-times', field);
  return time / 1e6;
}

/** How an enum of OTLP is written. */
export interface EnumNames {
  readonly numbers: Readonly<Record<string, number>>;
  /** What stands before each name: `SPAN_KIND_`. */
  readonly prefix: string;
}

/** The number of a kind or status code, from 0 to 5; 0 for what OTLP does not name. */
export function enumIn(value: unknown, { numbers, prefix }: EnumNames, field: string, mendings: OtlpMendings): number {
  if (typeof value === 'number') return value >= 0 && value <= 5 ? value : 0;
  if (typeof value !== 'string') return 0;
  mendings.add('ingest/enum-names', field);
  const name = value.replace(prefix, '').toLowerCase();
  return Object.hasOwn(numbers, name) ? (numbers[name] ?? 0) : 0;
}
