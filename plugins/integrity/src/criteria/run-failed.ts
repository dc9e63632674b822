import { defineValidator } from '@faultline/core';
import { finalAttempts } from '@faultline/facts';
import { firstPlaces } from '../first-places.ts';
import { listed } from '../listed.ts';

/** Reports runs that say that they failed. */
export const runFailed = defineValidator({
  id: 'integrity/run-failed',
  description: 'Reports runs that failed, by their own word, and the steps that failed for good.',
  advice: 'Find out why it failed; what was tried again and then completed is not counted.',
  severity: 'error',
  messages: {
    steps: 'The run failed: {{failed}}.',
    alone: 'The run failed, although no step is recorded as failed for good.',
  },
  validate(run, { report }) {
    if (run.status !== 'failed') return;
    const failures = [...finalAttempts(run).values()].flat().filter(({ status }) => status === 'failed');
    if (failures.length === 0) report({ messageId: 'alone', at: [] });
    else
      report({
        messageId: 'steps',
        at: firstPlaces(failures),
        data: { failed: listed([...new Set(failures.map(({ stepId }) => stepId))]) },
      });
  },
});
