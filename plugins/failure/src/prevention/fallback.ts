import { quoted } from '@faultline/core';
import { defaultPropagationRules, isTolerated, transmissionOf } from '@faultline/facts';
import { conductToday, ending, waysWith, type Propose } from './measure.ts';

/** What decides or checks must not be replaced by a stand-in. */
const judging: ReadonlySet<string> = new Set(['validation', 'guardrail', 'human']);

/** Answering from a second-best source: where what needs the result can do without it. */
export const fallback: Propose = (point) => {
  if (point.kind !== 'failure') return { appliesNot: 'nobody notices that its result is bad: check it first' };
  const type = point.executions[0]?.type ?? '';
  if (judging.has(type)) return { appliesNot: 'it is a check, and nothing may stand in for one' };
  const { definition, hostId, origin } = point.around;
  const dependants = definition.steps.flatMap((step) =>
    step.dependencies.filter(({ on }) => on === hostId).map((dependency) => ({ step, dependency })),
  );
  const refusing = dependants.find(
    ({ step, dependency }) => !isTolerated(transmissionOf(defaultPropagationRules, step, dependency)),
  );
  if (origin === 'declared' && refusing !== undefined)
    return { appliesNot: `${quoted(refusing.step.id)} cannot do without its result` };
  if (origin !== 'declared' && point.fate === 'fatal')
    return { appliesNot: 'nothing declares that what needs its result can do without' };
  if (origin === 'declared' && dependants.length === 0) return { appliesNot: 'no step takes its result' };
  return {
    because:
      origin === 'declared'
        ? `${dependants.map(({ step }) => quoted(step.id)).join(', ')} can do without its result`
        : 'the run went on without its result',
    figures: {},
    ways: ending(waysWith(point, conductToday(point)), 'failed', 'substituted'),
  };
};
