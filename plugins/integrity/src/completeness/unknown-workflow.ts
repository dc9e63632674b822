import { defineValidator } from '@faultline/core';

/** Says that a run could not be compared with a definition, or was compared with another one. */
export const unknownWorkflow = defineValidator({
  id: 'integrity/unknown-workflow',
  description:
    'Says that nobody defined the workflow of a run, or that the run was checked against another definition.',
  advice: 'Give the definition of the workflow, so that steps, data flow and limits can be checked.',
  severity: 'info',
  messages: {
    missing: 'Workflow "{{workflow}}" has no definition: its steps, data flow and limits were not checked.',
    other: 'The run is of workflow "{{workflow}}" and was checked against the definition of "{{definition}}".',
  },
  validate({ workflowId: workflow, definition }, { report }) {
    if (definition === undefined) report({ messageId: 'missing', at: [], data: { workflow } });
    else if (definition.id !== workflow)
      report({ messageId: 'other', at: [], data: { workflow, definition: definition.id } });
  },
});
