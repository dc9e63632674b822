import { measured, type RunView } from '@faultline/core';
import type { Baselines } from '@faultline/facts';
import type { Evidence } from '@faultline/model';
import { alarmedKinds, type KindAlarm } from './tests/alarmed-kinds.ts';
import type { Alarm, RunKind } from './tests/hypothesis.ts';
import { runTests } from './tests/run-tests.ts';
import type { Chances } from './words.ts';

/** Kinds of one sort that few runs have, with the chances of the rarest. */
export interface AlarmedKinds extends Chances {
  readonly runs: number;
  /** Those that are rare enough by themselves, the rarest first; at least one. */
  readonly kinds: readonly [RunKind, ...RunKind[]];
}

/** What few runs lack or have and this one does, of one sort. `undefined`: nothing that would be reported. */
export function kindAlarm(
  run: RunView,
  learned: Baselines,
  rate: number,
  sort: RunKind['sort'],
): AlarmedKinds | undefined {
  for (const alarm of runTests(run, learned).alarmsAt(rate)) {
    if (!isAboutKinds(alarm)) continue;
    const { runs, pValue, qValue, alarmGuarantee } = alarm;
    const [rarest, ...others] = alarmedKinds(alarm).filter((kind) => kind.sort === sort);
    if (rarest === undefined) continue;
    // The q-value is that of the rarest kind of all sorts, and grows with p.
    const own = Math.min(rate, (qValue * rarest.p) / pValue);
    return { runs, pValue: rarest.p, qValue: own, alarmGuarantee, kinds: [rarest, ...others] };
  }
  return undefined;
}

const isAboutKinds = (alarm: Alarm): alarm is KindAlarm =>
  alarm.about === 'steps' || alarm.about === 'rounds' || alarm.about === 'order';

/** What a finding about a kind rests on: in what share of earlier runs it was seen. */
export const kindEvidence = (
  { runs, alarmGuarantee }: AlarmedKinds,
  { seenIn, p }: RunKind,
  metric: string,
): readonly Evidence[] => [
  measured(metric, seenIn, 'count'),
  {
    type: 'expected',
    metric,
    mean: seenIn / runs,
    unit: 'share',
    basis: 'learned',
    observations: runs,
    pValue: p,
    guarantee: alarmGuarantee,
  },
];

/** In how many of the earlier runs something was, in words. */
export const seenText = (seenIn: number, runs: number): string =>
  seenIn === 0 ? `none of ${runs} earlier runs` : `${seenIn} of ${runs} earlier runs`;
