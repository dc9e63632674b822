import { defineValidator, firstPlaces, listed, type RunView } from '@faultline/core';
import { failureRoots, finalAttempts, type FailureRoot } from '@faultline/facts';

/** Reports runs that say that they failed. */
export const runFailed = defineValidator({
  id: 'integrity/run-failed',
  description: 'Reports runs that failed, by their own word, and the steps with which that began.',
  advice: 'Find out why it failed; what was tried again and then completed is not counted.',
  severity: 'error',
  // What failed is a fault of its own, of which the rules about failures tell.
  yieldsTo: ['failure-rule'],
  messages: {
    began: 'The run failed because of {{began}}.',
    steps: 'The run failed: {{failed}}.',
    alone: 'The run failed, although no step is recorded as failed for good.',
  },
  validate(run, { report }) {
    if (run.status !== 'failed') return;
    const began = failureRoots(run).filter(isFatal);
    const failures = finalFailures(run);
    if (began.length > 0)
      report({
        messageId: 'began',
        at: firstPlaces([...new Set(began.map(({ execution }) => execution))]),
        data: { began: listed(new Set(began.map(({ execution }) => execution.stepId))) },
      });
    else if (failures.length === 0) report({ messageId: 'alone', at: [] });
    else
      report({
        messageId: 'steps',
        at: firstPlaces(failures),
        data: { failed: listed([...new Set(failures.map(({ stepId }) => stepId))]) },
      });
  },
});

/** Nobody is at fault for what was taken back. */
const isFatal = ({ fate, failure }: FailureRoot): boolean => fate === 'fatal' && failure.type !== 'cancelled';

const finalFailures = (run: RunView) =>
  [...finalAttempts(run).values()].flat().filter(({ status }) => status === 'failed');
