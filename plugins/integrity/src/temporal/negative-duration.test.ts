import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { negativeDuration } from './negative-duration.ts';

const backwards = (id: string, byMs: number) => executionOf({ id, startMs: 10, endMs: 10 - byMs });

testRule(negativeDuration, {
  valid: [
    { name: 'one step', run: gantt`fetch: ==` },
    { name: 'no length at all', run: gantt`fetch: |` },
    { name: 'still open', run: gantt`fetch: ==>` },
    { name: 'one millisecond', run: gantt`fetch: =` },
  ],
  invalid: [
    {
      name: 'it ends before it starts',
      run: runOf([backwards('fetch', 3)], { endMs: 10 }),
      findings: [
        {
          messageId: 'execution',
          at: ['fetch'],
          data: { early: 3 },
          evidence: [{ type: 'measured', metric: 'durationMs', value: -3, unit: 'ms', executionId: 'fetch' }],
        },
      ],
      message: 'Step "fetch" ended 3 ms before it started.',
    },
    {
      name: 'one finding for many executions of a step',
      run: runOf([backwards('a', 1), backwards('b', 4), backwards('c', 4)], { endMs: 10 }),
      findings: [{ messageId: 'execution', at: ['b', 'c', 'a'], data: { early: 4 } }],
      message: 'Step "fetch" ended 4 ms before it started (the worst of 3 executions).',
    },
    {
      name: 'the run itself',
      run: runOf([], { startMs: 8, endMs: 3 }),
      findings: [{ messageId: 'run', at: [], data: { early: 5 } }],
      message: 'The run ended 5 ms before it started.',
    },
  ],
});
