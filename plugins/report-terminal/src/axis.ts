import { formatQuantity } from '@faultline/core';
import { padded, widthOf } from './text-width.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
/** Steps that people count time in. */
const steps = [
  ...[-3, -2, -1, 0, 1, 2].flatMap((power) => [1, 2, 5].map((factor) => factor * 10 ** power)),
  ...[1, 2, 5, 10, 15, 30].map((factor) => factor * second),
  ...[1, 2, 5, 10, 15, 30].map((factor) => factor * minute),
  ...[1, 2, 3, 6, 12].map((factor) => factor * hour),
  ...[1, 2, 5, 10, 20, 50, 100].map((factor) => factor * day),
];
const LEAST_APART = 10;

/**
 * A line with the times of an axis, each where it stands, and the end.
 *
 *     0 s         10 s         20 s         30 s   34.2 s
 */
export function axis(untilMs: number, width: number): string {
  if (!(untilMs > 0)) return '';
  const stepMs = steps.find((step) => (step / untilMs) * width >= LEAST_APART) ?? untilMs;
  const end = formatQuantity(untilMs, 'ms');
  const ticksUntil = width - widthOf(end) - 2;
  let line = '';
  for (let tick = 0; tick * stepMs <= untilMs; tick++) {
    const column = Math.round(((tick * stepMs) / untilMs) * width);
    const label = tick === 0 ? zero(stepMs) : formatQuantity(tick * stepMs, 'ms');
    const isRoom = column >= widthOf(line) + (tick === 0 ? 0 : 2) && column + widthOf(label) <= ticksUntil;
    if (isRoom) line = padded(line, column) + label;
  }
  return padded(line, width - widthOf(end)) + end;
}

/** Nothing, in the unit of the next tick. */
const zero = (stepMs: number): string => formatQuantity(stepMs, 'ms').replace(/^\S+( \S+).*$/, '0$1');
