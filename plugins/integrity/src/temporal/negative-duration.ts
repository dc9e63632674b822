import { defineValidator, measured, type RunView } from '@faultline/core';
import { among, worstByStep, type Offence } from '../worst-by.ts';

/** Reports what ends before it starts. No length at all is fine. */
export const negativeDuration = defineValidator({
  id: 'integrity/negative-duration',
  description: 'Reports executions, and runs, that end before they start.',
  advice: 'Check the clock of the host that recorded the start against the one that recorded the end.',
  doubtsTrace: true,
  severity: 'error',
  messages: {
    execution: 'Step "{{step}}" ended {{early:ms}} before it started{{among}}.',
    run: 'The run ended {{early:ms}} before it started.',
  },
  validate(run, { report }) {
    const early = run.startMs - run.untilMs;
    if (early > 0)
      report({ messageId: 'run', at: [], data: { early }, evidence: [measured('durationMs', -early, 'ms')] });

    for (const [step, { worst, count, executions }] of worstByStep(negative(run)))
      report({
        messageId: 'execution',
        at: executions,
        data: { step, early: worst.excess, among: among(count) },
        evidence: [measured('durationMs', -worst.excess, 'ms', worst.execution)],
      });
  },
});

function* negative(run: RunView): Generator<Offence> {
  for (const execution of run.executions) {
    const { startMs, endMs = startMs } = execution;
    if (endMs < startMs) yield { execution, excess: startMs - endMs };
  }
}
