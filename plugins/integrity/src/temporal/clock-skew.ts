import { defineValidator, firstPlaces, measured, type ClockShift } from '@faultline/core';

/** Reports clocks that were off, and by how much their times were shifted. */
export const clockSkew = defineValidator({
  id: 'integrity/clock-skew',
  description: 'Reports clocks that differ from the others of a run, so that the times read from them were shifted.',
  advice: 'Synchronise the clocks of the hosts, and let all of them record UTC.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    behind:
      'Clock "{{clock}}" is {{offset:ms}} behind "{{reference}}": {{shifted:count}} of its executions were shifted, so that {{agree:count}} of {{compared:count}} calls and edges agree instead of {{agreed:count}}.',
    ahead:
      'Clock "{{clock}}" is {{offset:ms}} ahead of "{{reference}}": {{shifted:count}} of its executions were shifted, so that {{agree:count}} of {{compared:count}} calls and edges agree instead of {{agreed:count}}.',
  },
  validate(run, { report }) {
    for (const shift of run.clockShifts) {
      const { clock, reference, shiftMs, compared, agreedBefore, agreedAfter, executions } = shift;
      const [first] = executions;
      if (first === undefined) continue;
      report({
        messageId: shiftMs > 0 ? 'behind' : 'ahead',
        at: firstPlaces(executions),
        data: {
          clock: nameOf(clock),
          reference: nameOf(reference),
          offset: Math.abs(shiftMs),
          shifted: executions.length,
          agree: agreedAfter,
          compared,
          agreed: agreedBefore,
        },
        evidence: [
          measured('shiftMs', shiftMs, 'ms', first),
          ...boundsOf(shift).map(([name, ms]) => measured(name, ms, 'ms', first)),
        ],
      });
    }
  },
});

const nameOf = (clock: string | undefined): string => clock ?? 'not named';

/** Between which shifts nothing tells the right one. */
const boundsOf = ({ lowMs, highMs }: ClockShift) =>
  (
    [
      ['leastShiftMs', lowMs],
      ['greatestShiftMs', highMs],
    ] as const
  ).filter(([, ms]) => Number.isFinite(ms));
