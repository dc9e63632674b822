import type { IngestNote, Json } from '@faultline/model';
import { msOfIso, msOfNanos, numberIn, type JsonObject } from '@faultline/spans';

/** When a span ran, and what had to be mended to know it. */
export interface SpanTimes {
  /** NaN: not known. */
  readonly startMs: number;
  /** NaN: still open. */
  readonly endMs: number;
  readonly notes: readonly IngestNote['id'][];
}

/** How many of a unit a millisecond has. */
const perMs = { ns: 1e6, us: 1e3, ms: 1, s: 1e-3 } as const;
type Unit = keyof typeof perMs;

/** Names of start and end, and the unit of numbers, where the name or the format says it. */
const namings: readonly (readonly [start: string, end: string, unit?: Unit])[] = [
  ['start_time_unix_ns', 'end_time_unix_ns', 'ns'],
  ['start_time_unix_nano', 'end_time_unix_nano', 'ns'],
  ['startTimeUnixNano', 'endTimeUnixNano', 'ns'],
  ['start_time_ns', 'end_time_ns', 'ns'],
  ['start_time_ms', 'end_time_ms', 'ms'],
  ['startTimeMs', 'endTimeMs', 'ms'],
  ['start_time', 'end_time'],
  ['startTime', 'endTime'],
];
/** Of the console exporter for JavaScript, in microseconds, with a "duration" beside it. */
const consoleStart = 'timestamp';

/** The names that the start of a span can have. */
export const timeNames: readonly string[] = [...namings.map(([start]) => start), consoleStart];

const noTimes: SpanTimes = { startMs: Number.NaN, endMs: Number.NaN, notes: [] };

/** Reads when a span ran. A start and an end have one unit. */
export function timesOf(span: JsonObject): SpanTimes {
  const naming = namings.find(([start]) => (span[start] ?? null) !== null);
  if (naming === undefined) return consoleTimesOf(span);
  const [start, end, named] = naming;
  const times = [span[start], span[end]];
  const unit = named ?? unitOf(span[start]);
  const [startMs = Number.NaN, endMs = Number.NaN] = times.map((time) => msOf(time, unit));
  const isRounded = unit === 'ns' && times.some((time) => typeof time === 'number' && time > Number.MAX_SAFE_INTEGER);
  const notes: IngestNote['id'][] = isRounded ? ['ingest/rounded-times'] : [];
  if (named === undefined && numberIn(span[start]) !== undefined) notes.push('ingest/time-units');
  const durationMs = numberIn(span.duration_ms) ?? Number.NaN;
  return { startMs, endMs: Number.isNaN(endMs) ? startMs + durationMs : endMs, notes };
}

function consoleTimesOf(span: JsonObject): SpanTimes {
  const startUs = numberIn(span[consoleStart]);
  if (startUs === undefined) return noTimes;
  const durationUs = numberIn(span.duration) ?? Number.NaN;
  // Added as microseconds: spans that touch still touch.
  return { startMs: startUs / perMs.us, endMs: (startUs + durationUs) / perMs.us, notes: [] };
}

/** The unit in which a time is between 1973 and 5138. */
function unitOf(time: Json | undefined): Unit {
  const number = numberIn(time) ?? 0;
  if (number < 1e11) return 's';
  if (number < 1e14) return 'ms';
  return number < 1e17 ? 'us' : 'ns';
}

function msOf(time: Json | undefined, unit: Unit): number {
  if (Array.isArray(time)) return msOfHrTime(time as readonly Json[]);
  if (typeof time === 'string' && unit === 'ns' && /^\d+$/.test(time)) return msOfNanos(time) || Number.NaN;
  const number = numberIn(time);
  if (number === undefined) return typeof time === 'string' ? msOfIso(time) : Number.NaN;
  // Zero nanoseconds is what protobuf writes for none.
  return unit === 'ns' && number === 0 ? Number.NaN : number / perMs[unit];
}

/** `[seconds, nanoseconds]`, as the SDK for JavaScript holds times. `[0, 0]` stands for none. */
function msOfHrTime([seconds, nanos]: readonly Json[]): number {
  if (typeof seconds !== 'number' || typeof nanos !== 'number' || (seconds === 0 && nanos === 0)) return Number.NaN;
  return seconds * 1000 + nanos / perMs.ns;
}
