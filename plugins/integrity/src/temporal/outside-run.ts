import { z } from 'zod';
import { defineValidator, measured, type RunView } from '@faultline/core';
import { among, worstBy, type Offence } from '../worst-by.ts';
import { hasBegun } from '../has-begun.ts';

/** Reports executions outside the interval that the run states for itself. */
export const outsideRun = defineValidator({
  id: 'integrity/outside-run',
  description: 'Reports executions that start before the run does, or end after it.',
  advice: 'Compare the clocks of the hosts, and check what writes the start and the end of the run.',
  doubtsTrace: true,
  severity: 'warning',
  options: z.strictObject({
    toleranceMs: z
      .number()
      .nonnegative()
      .default(1)
      .describe('Time in milliseconds that an execution may lie outside of the run.'),
  }),
  messages: {
    before: 'Step "{{step}}" started {{outside:ms}} before the run did{{among}}.',
    after: 'Step "{{step}}" ended {{outside:ms}} after the run did{{among}}.',
  },
  validate(run, { options, report }) {
    for (const [messageId, { worst, count, executions }] of worstBy(outside(run, options.toleranceMs), sideOf))
      report({
        messageId,
        at: executions,
        data: { step: worst.execution.stepId, outside: worst.excess, among: among(count) },
        evidence: [measured('outsideMs', worst.excess, 'ms', worst.execution)],
      });
  },
});

interface Outside extends Offence {
  readonly side: 'before' | 'after';
}

const sideOf = ({ side }: Outside): Outside['side'] => side;

function* outside(run: RunView, toleranceMs: number): Generator<Outside> {
  for (const execution of run.executions) {
    if (execution.isAsync || !hasBegun(execution)) continue;
    const { startMs, endMs = startMs } = execution;
    if (run.startMs - startMs > toleranceMs) yield { execution, excess: run.startMs - startMs, side: 'before' };
    if (endMs - run.untilMs > toleranceMs) yield { execution, excess: endMs - run.untilMs, side: 'after' };
  }
}
