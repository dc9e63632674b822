import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { missingStep } from './missing-step.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch' },
    { id: 'parse', dependencies: ['fetch'] },
    { id: 'store', dependencies: ['parse'] },
    { id: 'mail', isOptional: true },
  ],
};
const complete = gantt`
  fetch: ==
  parse:   ==
  store:     ==
`;
const numbered = Array.from({ length: 150 }, (_, index) => ({ id: `s${index}` }));

testRule(missingStep, {
  valid: [
    { name: 'no definition', run: gantt`fetch: ==` },
    { name: 'all but the optional step', definition, run: complete },
    { name: 'the run goes on', definition, run: gantt`fetch: ==>` },
    { name: 'downstream of a failure', definition, run: gantt`fetch: ==x` },
    {
      name: 'downstream of a skipped step',
      definition,
      run: {
        ...gantt`
          fetch: ==
          parse:   /
        `,
        status: 'failed',
      },
    },
  ],
  invalid: [
    {
      name: 'two steps of a run that says it completed',
      definition,
      run: gantt`fetch: ==`,
      findings: [
        {
          messageId: 'missing',
          at: ['parse', 'store'],
          severity: 'error',
          evidence: [{ type: 'measured', metric: 'missingSteps', value: 2, unit: 'count' }],
        },
      ],
      message: '2 of 4 steps never ran: "parse", "store".',
    },
    {
      name: 'downstream of a failure, but the run says it completed',
      definition,
      run: { ...gantt`fetch: ==x`, status: 'completed' },
      findings: [{ messageId: 'missing', at: ['parse', 'store'], severity: 'error' }],
    },
    {
      name: 'upstream of a failure',
      definition,
      run: gantt`parse: ==x`,
      findings: [{ messageId: 'missing', at: ['fetch'], severity: 'warning' }],
    },
    {
      name: 'a run without executions',
      definition,
      run: runOf([]),
      findings: [{ messageId: 'missing', at: ['fetch', 'parse', 'store'] }],
    },
    {
      name: 'ten are named, a hundred placed',
      definition: { id: 'drawn', steps: [...numbered, { id: 'fetch' }] },
      run: runOf([executionOf()]),
      findings: [
        {
          messageId: 'missing',
          at: numbered.slice(0, 100).map(({ id }) => id),
          data: { names: '"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9" and 140 more' },
        },
      ],
    },
  ],
});
