import { usualRepetitions } from '../patterns/most-repeated.ts';
import { alarmedKinds } from './alarmed-kinds.ts';
import type { Alarm, RunKind } from './hypothesis.ts';

/** Steps that were tried, or ran, unusually often: what the whole run took more time or tokens for is told by these. */
export const repeatedSteps = (alarms: readonly Alarm[]): string[] => [
  ...new Set(
    alarms.flatMap((alarm) => {
      if (alarm.about === 'retries') return [alarm.stepId];
      return alarm.about === 'rounds' ? alarmedKinds(alarm).flatMap((kind) => (isTold(kind) ? kind.stepIds : [])) : [];
    }),
  ),
];

/** Too few of the same make no loop. */
const isTold = ({ sort, rounds = 0 }: RunKind): boolean => sort !== 'repeats' || rounds >= usualRepetitions;
