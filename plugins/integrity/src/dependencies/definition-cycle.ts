import { defineValidator, firstPlaces } from '@faultline/core';
import { definitionCycles } from '@faultline/graph';
import { circle } from '../circle.ts';
import { definitionGraphOf } from '../definition-graph-of.ts';

/** Reports definitions in which steps wait for each other. */
export const definitionCycle = defineValidator({
  id: 'integrity/definition-cycle',
  description: 'Reports steps of a definition that depend on each other in a circle.',
  advice: 'Take one of the dependencies out of the definition: none of these steps can ever be ready.',
  severity: 'error',
  messages: { cycle: 'The definition of "{{workflow}}" has a cycle of {{count:count}}: {{cycle}}.' },
  validate({ definition }, { report }) {
    if (definition === undefined) return;
    const cycles = definitionCycles(definitionGraphOf(definition));
    if (cycles.length === 0) return;
    const steps = new Map(definition.steps.map((step) => [step.id, step]));
    for (const cycle of cycles)
      report({
        messageId: 'cycle',
        at: firstPlaces(cycle.flatMap((id) => steps.get(id) ?? [])),
        data: { workflow: definition.id, count: cycle.length, cycle: circle(cycle) },
      });
  },
});
