import { defineValidator, firstPlaces, listed } from '@faultline/core';
import type { StepExecution } from '@faultline/model';
import { repairedExecutions } from './repairs-by-kind.ts';

/** Reports ids that stand for more than one execution. */
export const duplicateId = defineValidator({
  id: 'integrity/duplicate-id',
  description: 'Reports different executions under one id, and executions that were recorded twice.',
  advice: 'Give every execution an id of its own; parents and dependencies that name a shared one can mean either.',
  doubtsTrace: true,
  severity: 'error',
  messages: {
    shared: '{{count:count}} of {{all:count}} executions had the id of another one, and got a new one: {{names}}.',
    repeated:
      '{{count:count}} of {{all:count}} executions had been recorded more than once, and count once: {{names}}.',
  },
  validate(run, { report }) {
    const all = run.executions.length;
    const shared = repairedExecutions(run, 'duplicate-id');
    if (shared.length > 0)
      report({
        messageId: 'shared',
        at: firstPlaces(shared),
        data: { count: shared.length, all, names: namesOf(shared) },
      });

    // Exporters that try again send the same twice: harmless, once it is taken out.
    const repeated = repairedExecutions(run, 'repeated');
    const distinct = [...new Map(repeated.map((execution) => [execution.id, execution])).values()];
    if (distinct.length > 0)
      report({
        messageId: 'repeated',
        at: firstPlaces(distinct),
        severity: 'info',
        data: { count: distinct.length, all, names: namesOf(distinct) },
      });
  },
});

const namesOf = (executions: readonly StepExecution[]): string => listed(executions.map(({ stepId }) => stepId));
