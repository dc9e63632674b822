import { defineValidator, firstPlaces, listed, measured, type RunView } from '@faultline/core';
import { outcomeOf } from '@faultline/facts';
import { definitionDescendants } from '@faultline/graph';
import type { StepDefinition, WorkflowDefinition } from '@faultline/model';
import { definitionGraphOf } from '../definition-graph-of.ts';
import { isStillOpen } from '../is-still-open.ts';

/** Reports steps that the definition asks for and the run does not have. */
export const missingStep = defineValidator({
  id: 'integrity/missing-step',
  description: 'Reports the steps of the definition that never ran, although nothing explains it.',
  advice: 'Find out whether the steps did not run or were not recorded; what did not run has to be run again.',
  doubtsTrace: true,
  severity: 'error',
  messages: { missing: '{{missing:count}} of {{defined:count}} steps never ran: {{names}}.' },
  validate(run, { report }) {
    const { definition } = run;
    if (definition === undefined || isStillOpen(run)) return;
    const missing = missingOf(run, definition);
    if (missing.length === 0) return;
    report({
      messageId: 'missing',
      at: firstPlaces(missing),
      // A run that failed may have stopped steps that were not downstream.
      severity: run.status === 'completed' ? 'error' : 'warning',
      data: {
        missing: missing.length,
        defined: definition.steps.length,
        names: listed(missing.map(({ id }) => id)),
      },
      evidence: [measured('missingSteps', missing.length, 'count')],
    });
  },
});

function missingOf(run: RunView, definition: WorkflowDefinition): readonly StepDefinition[] {
  const absent = definition.steps.filter(({ id, isOptional }) => !isOptional && outcomeOf(run, id) === undefined);
  if (absent.length === 0 || run.status === 'completed') return absent;
  const stopped = definition.steps.filter(({ id }) => {
    const outcome = outcomeOf(run, id);
    return outcome !== undefined && outcome !== 'completed';
  });
  const downstream = new Set(
    definitionDescendants(
      definitionGraphOf(definition),
      stopped.map(({ id }) => id),
    ),
  );
  return absent.filter(({ id }) => !downstream.has(id));
}
