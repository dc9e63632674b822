import { defineValidator, listed } from '@faultline/core';
import { danglingDependencies } from '@faultline/graph';
import { definitionGraphOf } from '../definition-graph-of.ts';

/** Reports dependencies on steps that the definition does not have. */
export const danglingDependency = defineValidator({
  id: 'integrity/dangling-dependency',
  description: 'Reports steps of a definition that depend on a step it does not have.',
  advice: 'Correct the name in the definition, or add the step.',
  severity: 'error',
  messages: {
    dangling: 'Step "{{step}}" depends on {{unknown}}, which the definition of "{{workflow}}" does not have.',
  },
  validate({ definition }, { report }) {
    if (definition === undefined) return;
    const dangling = Map.groupBy(danglingDependencies(definitionGraphOf(definition)), ({ step }) => step);
    if (dangling.size === 0) return;
    for (const step of definition.steps) {
      const unknown = dangling.get(step.id);
      if (unknown === undefined) continue;
      const data = { step: step.id, workflow: definition.id, unknown: listed(unknown.map(({ on }) => on)) };
      report({ messageId: 'dangling', at: [step], data });
    }
  },
});
