import { defineValidator, firstPlaces, listed } from '@faultline/core';
import { repairedExecutions } from './repairs-by-kind.ts';

/** Reports executions that are their own ancestors. */
export const parentCycle = defineValidator({
  id: 'integrity/parent-cycle',
  description: 'Reports executions that are, as recorded, their own ancestors.',
  advice: 'Check how the id of the parent is written: nothing can have been called by what it called.',
  doubtsTrace: true,
  severity: 'error',
  messages: {
    cycles: 'Executions are their own ancestors, and count as roots: {{names}} ({{count:count}} of {{all:count}}).',
  },
  validate(run, { report }) {
    const cut = repairedExecutions(run, 'parent-cycle');
    if (cut.length === 0) return;
    const names = listed(cut.map(({ stepId }) => stepId));
    report({
      messageId: 'cycles',
      at: firstPlaces(cut),
      data: { count: cut.length, all: run.executions.length, names },
    });
  },
});
