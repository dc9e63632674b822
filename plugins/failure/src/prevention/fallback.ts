import { quoted } from '@faultline/core';
import { defaultPropagationRules, isTolerated, transmissionOf } from '@faultline/facts';
import { conductToday, ending, waysWith, type ApplicableMeasure, type Propose } from './measure.ts';
import { roundedUp } from './rounded-up.ts';
import { slowWays } from './slow-ways.ts';
import type { StudiedPoint } from './studied-point.ts';

/** What decides or checks must not be replaced by a stand-in. */
const judging: ReadonlySet<string> = new Set(['validation', 'guardrail', 'human']);

/** Answering from a second-best source: where what needs the result can do without it. */
export const fallback: Propose = (point, { completing }) => {
  if (point.kind !== 'failure' && point.kind !== 'slow')
    return { appliesNot: 'nobody notices that its result is bad: check it first' };
  if (judging.has(point.stepType)) return { appliesNot: 'it is a check, and nothing may stand in for one' };
  const { definition, hostId, origin } = point.around;
  const dependants = definition.steps.flatMap((step) =>
    step.dependencies.filter(({ on }) => on === hostId).map((dependency) => ({ step, dependency })),
  );
  const refusing = dependants.find(
    ({ step, dependency }) => !isTolerated(transmissionOf(defaultPropagationRules, step, dependency)),
  );
  if (origin === 'declared' && refusing !== undefined)
    return { appliesNot: `${quoted(refusing.step.id)} cannot do without its result` };
  if (origin !== 'declared' && (point.fate === 'fatal' || point.kind === 'slow'))
    return { appliesNot: 'nothing declares that what needs its result can do without' };
  if (origin === 'declared' && dependants.length === 0) return { appliesNot: 'no step takes its result' };
  return {
    because:
      origin === 'declared'
        ? `${dependants.map(({ step }) => quoted(step.id)).join(', ')} can do without its result`
        : 'the run went on without its result',
    assumes: 'if the fallback always answers',
    ...insteadOf(point, completing),
  };
};

/** Of a failure, and of an attempt that takes longer than others ever do. */
function insteadOf(point: StudiedPoint, completing: number): Pick<ApplicableMeasure, 'figures' | 'ways'> {
  if (point.kind === 'slow') {
    const timeoutMs = roundedUp(point.record.completesMs(completing));
    return { figures: { timeoutMs }, ways: slowWays.substituted(timeoutMs) };
  }
  return {
    figures: {},
    ways: ending(waysWith(point, conductToday(point)), 'failed', 'substituted'),
  };
}
