import { defineValidator, firstPlaces, listed } from '@faultline/core';
import { finalAttempts } from '@faultline/facts';

/** Reports runs that claim success over a failure that they must not survive. */
export const failedRunCompleted = defineValidator({
  id: 'integrity/failed-run-completed',
  description: 'Reports runs that completed although a step whose failure is not tolerated failed for good.',
  advice: 'Do not use what this run put out; make the workflow fail when a critical step does.',
  doubtsTrace: true,
  severity: 'error',
  messages: { completed: 'The run completed although {{names}} failed, which it does not tolerate.' },
  validate(run, { report }) {
    if (run.status !== 'completed' || run.failed.length === 0) return;
    const failed = (run.definition?.steps ?? [])
      .filter(({ failureTolerance }) => failureTolerance === 'low')
      .flatMap(({ id }) => finalAttempts(run).get(id) ?? [])
      .filter(({ status }) => status === 'failed');
    if (failed.length === 0) return;
    const names = listed(failed.map(({ stepId }) => stepId));
    report({ messageId: 'completed', at: firstPlaces(failed), data: { names } });
  },
});
