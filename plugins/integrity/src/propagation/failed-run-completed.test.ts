import { gantt, testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { failedRunCompleted } from './failed-run-completed.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch', failureTolerance: 'low' }, { id: 'mail' }],
} as const;
const completed = (run: Run): Run => ({ ...run, status: 'completed' });

testRule(failedRunCompleted, {
  valid: [
    { name: 'nothing failed', definition, run: gantt`fetch: ==` },
    { name: 'the run failed, too', definition, run: gantt`fetch: ==x` },
    { name: 'a failure that is tolerated', definition, run: completed(gantt`mail: ==x`) },
    { name: 'no definition', run: completed(gantt`fetch: ==x`) },
    {
      name: 'the last attempt completed',
      definition,
      run: completed(gantt`
        fetch  : ==x
        fetch#2:    ==
      `),
    },
  ],
  invalid: [
    {
      name: 'a critical step failed',
      definition,
      run: completed(gantt`fetch: ==x`),
      findings: [{ messageId: 'completed', at: ['fetch'], severity: 'error' }],
      message: 'The run completed although "fetch" failed, which it does not tolerate.',
    },
    {
      name: 'one item of a critical step failed in its last attempt',
      definition,
      run: completed(gantt`
        fetch[a]  : ==
        fetch[b]  : ==x
        fetch[b]#2:    ==x
      `),
      findings: [{ messageId: 'completed', at: ['fetch[b]#2'] }],
    },
  ],
});
