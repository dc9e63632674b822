import type { Alarm, RunKind } from './hypothesis.ts';

/** An alarm about what few runs have, or do without. */
export type KindAlarm = Extract<Alarm, { readonly kinds: unknown }>;

/** The kinds that are rare enough by themselves, the rarest first, with the p-values that the alarm rests on. */
export const alarmedKinds = ({ kinds, level, alarmGuarantee }: KindAlarm): RunKind[] =>
  kinds
    .map(({ tailP, ...kind }) => ({
      ...kind,
      p: alarmGuarantee === 'extrapolated' && tailP !== undefined ? tailP : kind.p,
    }))
    .filter(({ p }) => p <= level)
    .toSorted((a, b) => a.p - b.p);
