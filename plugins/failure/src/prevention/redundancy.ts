import { quoted } from '@faultline/core';
import { mayPass } from './failure-kinds.ts';
import { conductToday, waysWith, type Propose } from './measure.ts';
import { roundedUp } from './rounded-up.ts';

/** Asking a second provider: where a run stands or falls with a service. */
export const redundancy: Propose = (point, { hedgeAt }) => {
  const { failureType, record, kind, counted } = point;
  if (kind === 'output') return { appliesNot: 'a second provider would be given the same input' };
  if (!mayPass(failureType))
    return { appliesNot: `with ${quoted(failureType)} a second provider would fail of the same input` };
  if (counted !== 'failed-runs') return { appliesNot: 'runs do not fail with it: a second provider costs more' };
  const hedgeMs = record.isDurationKnown ? roundedUp(record.completesMs(hedgeAt)) : 0;
  return {
    because: 'runs fail with it, and a second provider fails for reasons of its own',
    figures: { hedgeMs },
    ways: waysWith(point, { ...conductToday(point), hedgeMs }),
  };
};
