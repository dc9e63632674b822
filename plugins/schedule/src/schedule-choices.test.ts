import { viewOf } from '@faultline/core';
import { withScheduleOptions, type ScheduleOptions } from '@faultline/graph';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { choiceFacts, scheduleChoices } from './schedule-choices.ts';

const run = viewOf(gantt`fetch: ==`);
const told = (options: ScheduleOptions) => choiceFacts(scheduleChoices(withScheduleOptions(run, options)));

describe('the choices of a schedule', () => {
  it('are not named where they are the usual ones, said or not', () => {
    expect(scheduleChoices(run)).toBeUndefined();
    expect(choiceFacts(undefined)).toEqual([]);
    expect(told({ overflow: 'clip', overlapTolerance: { ns: 0 } })).toEqual([]);
    expect(told({ overlapTolerance: { shareOfParent: 0 } })).toEqual([]);
  });

  it.each([
    [{ overflow: 'detach' }, 'nobody waits for a step that ends after its caller'],
    [{ overlapTolerance: { ns: 2_500_000 } }, 'steps may overlap by 2.5 ms and still follow'],
    [{ overlapTolerance: { shareOfParent: 0.01 } }, 'steps may overlap by 1 % of the caller and still follow'],
    [
      { overflow: 'detach', overlapTolerance: { ns: 1_000_000 } },
      'nobody waits for a step that ends after its caller; steps may overlap by 1 ms and still follow',
    ],
  ] satisfies [ScheduleOptions, string][])('are named otherwise: %j', (options, value) => {
    expect(told(options)).toEqual([{ label: 'As configured', value }]);
  });
});
