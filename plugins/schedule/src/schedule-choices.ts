import { z } from 'zod';
import { formatQuantity, type RunView } from '@faultline/core';
import { scheduleOptionsOf } from '@faultline/graph';
import type { Block } from '@faultline/model';
import { msOf } from './nanoseconds.ts';

/** How the schedule was told to take what a trace leaves open. */
export const scheduleChoicesSchema = z.strictObject({
  overflow: z.enum(['clip', 'detach']),
  overlapTolerance: z.union([z.strictObject({ ms: z.number() }), z.strictObject({ shareOfParent: z.number() })]),
});

type ScheduleChoices = z.infer<typeof scheduleChoicesSchema>;

/** The choices of a run. `undefined`: the usual ones. */
export function scheduleChoices(run: RunView): ScheduleChoices | undefined {
  const { overflow, overlapTolerance } = scheduleOptionsOf(run);
  const tolerance = 'ns' in overlapTolerance ? { ms: msOf(overlapTolerance.ns) } : overlapTolerance;
  const isStrict = 'ms' in tolerance ? tolerance.ms === 0 : tolerance.shareOfParent === 0;
  return overflow === 'clip' && isStrict ? undefined : { overflow, overlapTolerance: tolerance };
}

/** A fact for those that were made. */
export function choiceFacts(choices: ScheduleChoices | undefined): Extract<Block, { type: 'facts' }>['facts'] {
  if (choices === undefined) return [];
  const { overflow, overlapTolerance } = choices;
  const overlap =
    'ms' in overlapTolerance
      ? formatQuantity(overlapTolerance.ms, 'ms')
      : `${formatQuantity(overlapTolerance.shareOfParent, 'share')} of the caller`;
  const texts = [
    ...(overflow === 'detach' ? ['nobody waits for a step that ends after its caller'] : []),
    ...(Object.values(overlapTolerance).some((value) => value > 0)
      ? [`steps may overlap by ${overlap} and still follow`]
      : []),
  ];
  return [{ label: 'As configured', value: texts.join('; ') }];
}
