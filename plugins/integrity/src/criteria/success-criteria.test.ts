import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import type { SuccessCriteria } from '@faultline/model';
import { successCriteria } from './success-criteria.ts';

const asking = (criteria: SuccessCriteria) =>
  ({
    id: 'drawn',
    steps: [{ id: 'fetch', failureTolerance: 'low' }, { id: 'parse', failureTolerance: 'low' }, { id: 'mail' }],
    successCriteria: criteria,
  }) as const;
const half = gantt`
  fetch: ==
  parse:   ==x
  mail :   ==x
`;

testRule(successCriteria, {
  valid: [
    { name: 'no definition', run: gantt`fetch: ==` },
    { name: 'no criteria', definition: asking({}), run: half },
    { name: 'at the longest duration', definition: asking({ maxDurationMs: 5 }), run: half },
    { name: 'at the least success rate', definition: asking({ minCriticalSuccessRate: 0.5 }), run: half },
    { name: 'no critical step ran', definition: asking({ minCriticalSuccessRate: 1 }), run: gantt`mail: ==x` },
    {
      name: 'a critical step has not ended',
      definition: asking({ minCriticalSuccessRate: 1 }),
      run: gantt`
        fetch: ==
        parse:   ==>
      `,
    },
    {
      name: 'a retry that completed',
      definition: asking({ minCriticalSuccessRate: 1 }),
      run: gantt`
        fetch  : ==x
        fetch#2:    ==
      `,
    },
    { name: 'no data quality recorded', definition: asking({ minDataQuality: 0.9 }), run: half },
    {
      name: 'at the least quality',
      definition: asking({ minDataQuality: 0.9 }),
      run: gantt`fetch: == { dataQuality: 0.9 }`,
    },
  ],
  invalid: [
    {
      name: 'it took too long',
      definition: asking({ maxDurationMs: 4 }),
      run: half,
      findings: [
        {
          messageId: 'duration',
          at: [],
          severity: 'error',
          evidence: [{ type: 'measured', metric: 'durationMs', value: 5, unit: 'ms' }],
        },
      ],
      message: 'The run took 5 ms; at most 4 ms is allowed.',
    },
    {
      name: 'too few critical steps completed',
      definition: asking({ minCriticalSuccessRate: 0.51 }),
      run: half,
      findings: [{ messageId: 'critical', at: ['parse'], data: { completed: 1, ended: 2, rate: 0.5 } }],
      message: '1 of 2 critical steps completed (50 %); at least 51 % is required. Failed: "parse".',
    },
    {
      name: 'poor data, of the run and of a step',
      definition: asking({ minDataQuality: 0.9 }),
      run: runOf(
        [
          executionOf({ id: 'a', metrics: { dataQuality: 0.89 } }),
          executionOf({ id: 'b', metrics: { dataQuality: 0.5 } }),
          executionOf({ id: 'c', metrics: { dataQuality: 0.95 } }),
        ],
        { metrics: { dataQuality: 0.8 } },
      ),
      findings: [
        { messageId: 'runQuality', at: [], data: { quality: 0.8, least: 0.9 } },
        { messageId: 'stepQuality', at: ['a', 'b'], data: { quality: 0.5 } },
      ],
    },
  ],
});
