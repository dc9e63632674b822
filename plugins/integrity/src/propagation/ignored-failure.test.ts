import { gantt, testRule } from '@faultline/plugin-testkit';
import type { StepDefinitionInput } from '@faultline/model';
import { ignoredFailure } from './ignored-failure.ts';

type Tolerance = StepDefinitionInput['failureTolerance'];
const withTolerance = (fetch: Tolerance, diagnose: Tolerance, criticality: 'low' | 'normal' | 'high' = 'normal') => ({
  id: 'drawn',
  steps: [
    { id: 'fetch', failureTolerance: fetch },
    { id: 'diagnose', failureTolerance: diagnose, dependencies: [{ on: 'fetch', criticality }] },
  ],
});
const ignored = gantt`
  fetch   : ==x
  diagnose:    ==
`;

testRule(ignoredFailure, {
  valid: [
    { name: 'no definition', run: ignored },
    { name: 'a single step', definition: withTolerance('low', 'low'), run: gantt`fetch: ==x` },
    { name: 'both tolerate it', definition: withTolerance('medium', 'high'), run: ignored },
    { name: 'the dependency is not critical', definition: withTolerance('low', 'low', 'low'), run: ignored },
    {
      name: 'the last attempt completed',
      definition: withTolerance('low', 'low'),
      run: gantt`
        fetch   : ==x
        fetch#2 :    ==
        diagnose:      ==
      `,
    },
    {
      name: 'the step failed in turn',
      definition: withTolerance('low', 'low'),
      run: gantt`
        fetch   : ==x
        diagnose:    ==x
      `,
    },
  ],
  invalid: [
    {
      name: 'the step does not tolerate it',
      definition: withTolerance('high', 'low'),
      run: ignored,
      findings: [
        {
          messageId: 'ignored',
          at: ['diagnose', 'fetch'],
          severity: 'error',
          evidence: [{ type: 'edge', from: 'fetch', to: 'diagnose', origin: 'declared' }],
        },
      ],
      message: 'Step "diagnose" completed although its dependency "fetch" had failed.',
    },
    {
      name: 'the one that failed must not fail',
      definition: withTolerance('low', 'high'),
      run: ignored,
      findings: [{ messageId: 'ignored', at: ['diagnose', 'fetch'] }],
    },
    {
      name: 'the dependency is critical',
      definition: withTolerance('high', 'high', 'high'),
      run: ignored,
      findings: [{ messageId: 'ignored', at: ['diagnose', 'fetch'] }],
    },
    {
      name: 'items of one step are one finding',
      definition: withTolerance('low', 'low'),
      run: gantt`
        fetch      : ==x
        diagnose[a]:    ==
        diagnose[b]:    ==
      `,
      findings: [{ messageId: 'ignored', at: ['diagnose[a]', 'fetch', 'diagnose[b]'] }],
    },
  ],
});
