import { gantt, testRule } from '@faultline/plugin-testkit';
import { unknownWorkflow } from './unknown-workflow.ts';

testRule(unknownWorkflow, {
  valid: [{ name: 'its own definition', definition: { id: 'drawn', steps: [{ id: 'fetch' }] }, run: gantt`fetch: ==` }],
  invalid: [
    {
      name: 'no definition',
      run: gantt`fetch: ==`,
      findings: [{ messageId: 'missing', at: [], severity: 'info' }],
      message: 'Workflow "drawn" has no definition: its steps, data flow and limits were not checked.',
    },
    {
      name: 'the definition of another workflow',
      definition: { id: 'essay', steps: [{ id: 'fetch' }] },
      run: gantt`fetch: ==`,
      findings: [{ messageId: 'other', at: [], data: { workflow: 'drawn', definition: 'essay' } }],
    },
  ],
});
