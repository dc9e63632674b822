import { defineValidator, measured } from '@faultline/core';
import { isStillOpen } from '../is-still-open.ts';

/** Says that a run had not ended when it was recorded. */
export const runNotEnded = defineValidator({
  id: 'integrity/run-not-ended',
  description: 'Says that a run had not ended when it was last seen, so that its figures are lower bounds.',
  advice: 'Analyse the run again when it has ended.',
  doubtsTrace: true,
  severity: 'info',
  messages: {
    open: 'The run was still {{status}} when it was last seen, {{after:ms}} after its start: figures are lower bounds.',
  },
  validate(run, { report }) {
    if (!isStillOpen(run)) return;
    const after = run.untilMs - run.startMs;
    report({
      messageId: 'open',
      at: [],
      data: { status: run.status, after },
      evidence: [measured('durationMs', after, 'ms')],
    });
  },
});
