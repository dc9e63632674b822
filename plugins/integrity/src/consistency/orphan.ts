import { defineValidator, firstPlaces, listed } from '@faultline/core';
import { repairedExecutions } from './repairs-by-kind.ts';

/** Reports executions whose parent is not in the run. */
export const orphan = defineValidator({
  id: 'integrity/orphan',
  description: 'Reports executions that name a parent which is not in the run.',
  advice: 'Look for dropped or sampled spans, and for a host whose export is missing.',
  doubtsTrace: true,
  severity: 'warning',
  messages: {
    orphans: '{{count:count}} of {{all:count}} executions name a parent that is not in the run: {{names}}.',
  },
  validate(run, { report }) {
    const orphans = repairedExecutions(run, 'unknown-parent');
    if (orphans.length === 0) return;
    const roots = run.parent.subarray(0, run.executionCount).reduce((count, parent) => count + (parent < 0 ? 1 : 0), 0);
    report({
      messageId: 'orphans',
      at: firstPlaces(orphans),
      // The only root was called from outside: the trace is part of a larger one.
      severity: roots === 1 ? 'info' : 'warning',
      data: {
        count: orphans.length,
        all: run.executions.length,
        names: listed(orphans.map(({ stepId }) => stepId)),
      },
    });
  },
});
