import { quoted } from '@faultline/core';
import { mayPass } from './failure-kinds.ts';
import { conductToday, waysWith, type Propose } from './measure.ts';
import { roundedUp } from './rounded-up.ts';
import { slowWays } from './slow-ways.ts';

/** Steps that direct others, or are people: no provider sells them. */
const ownWork: ReadonlySet<string> = new Set(['agent', 'handoff', 'human', 'guardrail', 'validation']);
/** Steps that call a provider, whose limits are not ours. */
const calls: ReadonlySet<string> = new Set(['llm', 'tool', 'retriever', 'consultation']);

/** Asking a second provider: where a run stands or falls with a service, or is late because of it. */
export const redundancy: Propose = (point, { hedgeAt }) => {
  const { failureType, record, kind, counted, stepType, slowness } = point;
  if (kind === 'output') return { appliesNot: 'a second provider would be given the same input' };
  if (ownWork.has(stepType)) return { appliesNot: `${article(stepType)} is no service` };
  if (failureType !== undefined && !mayPass(failureType))
    return { appliesNot: `with ${quoted(failureType)} a second provider would fail of the same input` };
  if (failureType === 'resource_exhaustion' && !calls.has(stepType))
    return { appliesNot: 'what it ran out of is its own' };
  if (counted === 'runs-without' || counted === 'wrong-runs')
    return { appliesNot: 'runs do not fail with it: a second provider costs more' };
  if (!record.isDurationKnown)
    return { appliesNot: 'nobody knows how long it usually takes, and so when to ask a second provider' };
  const hedgeMs = roundedUp(record.completesMs(hedgeAt));
  const ground = slowness?.sharedName === undefined ? '' : ` stands on another ${quoted(slowness.sharedName)} and`;
  return {
    because:
      kind === 'slow'
        ? 'runs are late with it, and a second provider is slow at other times'
        : 'runs fail with it, and a second provider fails for reasons of its own',
    assumes:
      kind === 'slow'
        ? `if the second provider${ground} is as seldom slow as the first, at other times`
        : 'if the second provider fails as often as the first, independently of it',
    figures: { hedgeMs },
    ways: kind === 'slow' ? slowWays.hedged(hedgeMs) : waysWith(point, { ...conductToday(point), hedgeMs }),
  };
};

const article = (stepType: string): string => (/^[aeiou]/.test(stepType) ? `an ${stepType}` : `a ${stepType}`);
