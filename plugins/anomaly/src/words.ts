import { capitalized, formatQuantity, listed } from '@faultline/core';
import type { Alarm } from './tests/hypothesis.ts';

/** How unusual an alarm is, alone and among all that was asked. */
export type Chances = Pick<Alarm, 'pValue' | 'qValue' | 'alarmGuarantee'>;

/** How unusual something is, in a sentence: `One in 400 usual ones takes as long (p = 0.0025, q = 0.02).` */
export function chanceText(
  { pValue, qValue, alarmGuarantee, isBeyondAll = false }: Chances & { readonly isBeyondAll?: boolean },
  { does, did }: { readonly does: string; readonly did: string },
): string {
  const chances = `(p = ${formatQuantity(pValue, 'count')}, q = ${formatQuantity(qValue, 'count')})`;
  if (!isBeyondAll) return `${capitalized(oneIn(pValue))} usual ones ${does} ${chances}.`;
  if (alarmGuarantee === 'exact') return `None ${did}; at most ${oneIn(pValue)} usual ones does ${chances}.`;
  return `None ${did}; by extrapolation ${oneIn(pValue)} usual ones does ${chances}.`;
}

/** How likely a change over history is by chance, in a sentence. */
export const changeText = (p: number, q: number): string =>
  `${capitalized(oneIn(p))} histories without a change shows as much (p = ${formatQuantity(p, 'count')}, q = ${formatQuantity(q, 'count')}).`;

/** A time, to the minute: `2026-03-02 08:30 UTC`. */
export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A probability as people say it, to two digits. */
function oneIn(p: number): string {
  const times = 1 / p;
  if (times >= mostTimes) return 'fewer than one in a million';
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return `one in ${Math.round(times / digits) * digits}`;
}

/** Beyond it a fit to some hundred values says no more. */
const mostTimes = 1e6;

/** Names in quotes, at most so many. */
export const named = (names: readonly string[]): string => listed(names, mostNames);
const mostNames = 5;
