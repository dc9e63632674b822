import { gantt, testRule } from '@faultline/plugin-testkit';
import { dependencyCycle } from './dependency-cycle.ts';

testRule(dependencyCycle, {
  valid: [
    { name: 'a single step', run: gantt`draft: ==` },
    {
      name: 'rounds of a loop',
      run: gantt`
        draft[1] : ==
        review[1]:   ==   <- draft[1]
        draft[2] :     == <- review[1]
      `,
    },
    {
      name: 'a cycle in the definition',
      definition: {
        id: 'drawn',
        steps: [
          { id: 'draft', dependencies: ['review'] },
          { id: 'review', dependencies: ['draft'] },
        ],
      },
      run: gantt`
        draft : ==
        review:   ==
      `,
    },
  ],
  invalid: [
    {
      name: 'two executions needed each other',
      run: gantt`
        draft : ==   <- review
        review:   == <- draft
      `,
      findings: [{ messageId: 'cycle', at: ['draft', 'review'], data: { count: 2 } }],
      message: 'Recorded dependencies run in a circle of 2: "draft" > "review" > "draft".',
    },
    {
      name: 'an execution needed itself',
      run: gantt`draft: == <- draft`,
      findings: [{ messageId: 'cycle', at: ['draft'], severity: 'warning', data: { count: 1 } }],
    },
  ],
});
