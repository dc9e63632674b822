import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { lateStart } from './late-start.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch', maxDelayMs: 3 }] }],
};

testRule(lateStart, {
  valid: [
    { name: 'a single step', definition, run: gantt`fetch: ==` },
    {
      name: 'at the limit',
      definition,
      run: gantt`
        fetch: ==
        parse: .....==
      `,
    },
    {
      name: 'at once',
      definition,
      run: gantt`
        fetch: ==
        parse:   ==
      `,
    },
    {
      name: 'no constraint',
      definition: { id: 'drawn', steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetch' }] }] },
      run: gantt`
        fetch: ==
        parse: ..........==
      `,
    },
    {
      name: 'the last attempt of the dependency counts',
      definition,
      run: gantt`
        fetch  : ==x
        fetch#2: .......==
        parse  : ..........==
      `,
    },
    {
      name: 'a further attempt waits for the one before it',
      definition,
      run: gantt`
        fetch  : ==
        parse  : ..====x
        parse#2: .......==
      `,
    },
    {
      name: 'a skipped step',
      definition,
      run: gantt`
        fetch: ==
        parse: ........./
      `,
    },
    {
      name: 'a dependency that has not ended',
      definition,
      run: gantt`
        fetch: ==>
        parse: ........==
      `,
    },
    {
      name: 'times that nobody recorded',
      definition,
      run: runOf([executionOf({ stepId: 'fetch' }), executionOf({ stepId: 'parse', startMs: 10_000, endMs: 10_001 })], {
        notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
      }),
    },
  ],
  invalid: [
    {
      name: 'above the limit',
      definition,
      run: gantt`
        fetch: ==
        parse: ......==
      `,
      findings: [
        {
          messageId: 'late',
          at: ['parse', 'fetch'],
          data: { delay: 4, most: 3 },
          evidence: [
            { type: 'edge', from: 'fetch', to: 'parse', origin: 'declared' },
            { type: 'measured', metric: 'delayMs', value: 4, unit: 'ms', executionId: 'parse' },
          ],
        },
      ],
      message: 'Step "parse" started 4 ms after its dependency "fetch" ended; at most 3 ms is allowed.',
    },
    {
      name: 'two items at a tie',
      definition,
      run: gantt`
        fetch   : ==
        parse[a]: ......==
        parse[b]: ......==
      `,
      findings: [{ messageId: 'late', at: ['parse[a]', 'fetch', 'parse[b]'], data: { delay: 4 } }],
    },
  ],
});
