import type { WorkflowDefinitionInput } from '@faultline/model';
import { gantt, testRule } from '@faultline/plugin-testkit';
import { policyViolation } from './policy-violation.ts';

const requiring = (...constraints: NonNullable<WorkflowDefinitionInput['constraints']>) => ({
  id: 'drawn',
  steps: [{ id: 'pay' }],
  constraints,
});
const gate = requiring({ kind: 'only-after', step: 'pay', after: 'approve' });
const closed = requiring({ kind: 'never-after', step: 'edit', after: 'sign' });
const limited = requiring({ kind: 'at-most', step: 'search', times: 2 });

testRule(policyViolation, {
  valid: [
    { name: 'no definition', run: gantt`pay: ==` },
    { name: 'no constraints', definition: requiring(), run: gantt`pay: ==` },
    {
      name: 'approved, in the very moment',
      definition: gate,
      run: gantt`
        approve: ==
        pay    :   ==
      `,
    },
    { name: 'not begun', definition: gate, run: gantt`pay: /` },
    {
      name: 'before it was closed',
      definition: closed,
      run: gantt`
        edit: ==
        sign:  ==
      `,
    },
    {
      name: 'as often as allowed, retries not counted',
      definition: limited,
      run: gantt`
        search[1]  : =x
        search[1]#2:   =
        search[2]  :    =
      `,
    },
  ],
  invalid: [
    {
      name: 'without approval, and before it',
      definition: gate,
      run: gantt`
        pay[1] : =
        approve:  ==
        pay[2] :   =
        pay[3] :    =
      `,
      findings: [
        { messageId: 'only-after', at: ['pay[1]', 'pay[2]'], severity: 'error', causes: ['pay[1]'], confidence: 0.9 },
      ],
      message: 'Step "pay" began although "approve" had not completed, which the workflow requires, 2 times.',
    },
    {
      name: 'an approval that failed is none',
      definition: gate,
      run: gantt`
        approve: =x
        pay    :   ==
      `,
      findings: [{ messageId: 'only-after', at: ['pay'] }],
    },
    {
      name: 'after it was closed',
      definition: closed,
      run: gantt`
        sign: ==
        edit:   =
      `,
      findings: [{ messageId: 'never-after', at: ['edit'] }],
      message: 'Step "edit" began after "sign" had completed, which the workflow forbids.',
    },
    {
      name: 'too often',
      definition: limited,
      run: gantt`
        search[1]: =
        search[2]:  =
        search[3]:   =
      `,
      findings: [{ messageId: 'at-most', at: ['search[3]'] }],
      message: 'Step "search" ran 3 times; the workflow allows 2 times.',
    },
    {
      name: 'never',
      definition: requiring({ kind: 'at-most', step: 'delete', times: 0 }),
      run: gantt`delete: =`,
      findings: [{ messageId: 'at-most', at: ['delete'] }],
      message: 'Step "delete" ran once; the workflow allows none.',
    },
  ],
});
