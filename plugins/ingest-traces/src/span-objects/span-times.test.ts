import { expect, it } from 'vitest';
import { timesOf } from './span-times.ts';

const second = Date.UTC(2026, 0, 5, 8);
const none = Number.NaN;

it.for([
  ['ISO 8601 of Python', { start_time: '2026-01-05T08:00:00.000250Z', end_time: null }, second + 0.25, none, []],
  ['ISO 8601 with a zone', { start_time: '2026-01-05T09:00:00+01:00' }, second, none, []],
  ['ISO 8601 without a zone', { startTime: '2026-01-05 08:00:00.5' }, second + 500, none, []],
  [
    'nanoseconds as texts',
    { start_time_unix_nano: `${second}250000`, end_time_unix_nano: `${second}500000` },
    second + 0.25,
    second + 0.5,
    [],
  ],
  [
    'nanoseconds as numbers',
    { startTimeUnixNano: second * 1e6, endTimeUnixNano: 0 },
    second,
    none,
    ['ingest/rounded-times'],
  ],
  ['no time of protobuf', { startTimeUnixNano: '0' }, none, none, []],
  ['milliseconds', { start_time_ms: 0, end_time_ms: 5 }, 0, 5, []],
  ['a duration', { start_time_ms: 7, duration_ms: 5 }, 7, 12, []],
  ['parts of an SDK', { startTime: [second / 1000, 250_000], endTime: [0, 0] }, second + 0.25, none, []],
  ['microseconds of an SDK', { timestamp: second * 1000, duration: 250 }, second, second + 0.25, []],
  ['seconds without a unit', { start_time: 99, end_time: 99.5 }, 99_000, 99_500, ['ingest/time-units']],
  [
    'milliseconds without a unit',
    { start_time: second, end_time: second + 1 },
    second,
    second + 1,
    ['ingest/time-units'],
  ],
  ['microseconds without a unit', { start_time: second * 1e3 }, second, none, ['ingest/time-units']],
  [
    'nanoseconds without a unit',
    { start_time: second * 1e6 },
    second,
    none,
    ['ingest/rounded-times', 'ingest/time-units'],
  ],
  ['no time', { start_time: 'soon', end_time: {} }, none, none, []],
  ['nothing', {}, none, none, []],
] as const)('reads %s', ([_name, span, startMs, endMs, notes]) => {
  expect(timesOf(span)).toEqual({ startMs, endMs, notes });
});

it('tells units apart at their limits', () => {
  expect(
    [1e11 - 1, 1e11, 1e14 - 1, 1e14, 1e17 - 16, 1e17].map((time) => timesOf({ start_time: time }).startMs),
  ).toEqual([1e14 - 1000, 1e11, 1e14 - 1, 1e11, 1e14 - 0.016, 1e11]);
});
