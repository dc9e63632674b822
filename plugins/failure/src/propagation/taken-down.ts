import { listed, quoted } from '@faultline/core';
import { wasteText } from './waste-text.ts';
import type { PropagationValue } from './propagation.ts';
import type { Spread } from './spread.ts';

/** What the failure that leads the report took down, where it stopped and what it cost, in words. */
export function takenDown(value: PropagationValue): string | undefined {
  const { roots, began, steps, down } = value;
  const told = roots.find(({ cause }) => cause !== null) ?? roots[0];
  if (told === undefined || told.fate === 'recovered') return undefined;
  const others = began.filter(({ stepId }) => stepId !== told.stepId);
  const times = began.find(({ stepId }) => stepId === told.stepId)?.failures ?? 1;
  const wasted = wasteText(value);
  return [
    `${effectText(told)}.`,
    ...(times > 1 ? [`${quoted(told.stepId)} failed in ${times} places.`] : []),
    ...(others.length > 0 ? [`Failures also began in ${counted(others.length, 'other step')}.`] : []),
    `${down} of ${counted(steps, 'step')} did not do ${down === 1 ? 'its' : 'their'} work` +
      `${wasted === '' ? '' : `; wasted: ${wasted}`}.`,
  ].join(' ');
}

function effectText(root: Spread): string {
  const notRun = [...root.skipped, ...root.neverRan];
  const failed = root.broughtBy.length > 0 ? [root.stepId, ...root.failed] : root.failed;
  const effects = [
    ...(failed.length > 0 ? [`${listed(failed)} failed`] : []),
    ...(notRun.length > 0 ? [`${listed(notRun)} did not run`] : []),
    ...(root.withoutInput.length > 0 ? [`${listed(root.withoutInput)} ran without its result`] : []),
  ];
  const stops = root.contained.slice(0, 1).map((stop) => stopText(stop, root));
  return [...(effects.length === 0 && stops.length === 0 ? ['Nothing else'] : effects), ...stops].join('; ');
}

function stopText({ stepId, by, because, isTolerated }: Spread['contained'][number], { withoutInput }: Spread): string {
  if (by === 'attempt') return `${quoted(stepId)} succeeded in a later attempt`;
  if (by === 'caller') return `${quoted(stepId)}, its caller, completed as if nothing had happened`;
  const where = withoutInput.length === 1 && withoutInput[0] === stepId ? 'there' : `at ${quoted(stepId)}`;
  const why = because === '' ? '' : ` (${because})`;
  return isTolerated ? `${where} it stopped${why}` : `it went unnoticed ${where}${why}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
