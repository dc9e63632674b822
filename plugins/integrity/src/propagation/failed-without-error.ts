import { defineValidator, firstPlaces, listed } from '@faultline/core';

/** Says that failures were recorded without a reason. */
export const failedWithoutError = defineValidator({
  id: 'integrity/failed-without-error',
  description: 'Says that executions failed of which no error was recorded.',
  advice: 'Record type and message of the error where the step fails: without them causes cannot be told apart.',
  doubtsTrace: true,
  severity: 'info',
  messages: { silent: '{{count:count}} of {{failed:count}} failed executions have no recorded error: {{names}}.' },
  validate(run, { report }) {
    const silent = run.failed.filter(({ error }) => error === undefined);
    if (silent.length === 0) return;
    const names = listed(silent.map(({ stepId }) => stepId));
    report({
      messageId: 'silent',
      at: firstPlaces(silent),
      data: { count: silent.length, failed: run.failed.length, names },
    });
  },
});
