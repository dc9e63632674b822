import { testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { longWait } from './long-wait.ts';

/** The same run, in which "parse" and what follows start later. */
const waiting = (run: Run, byMs: number): Run => ({
  ...run,
  endMs: run.endMs! + byMs,
  executions: run.executions.map((execution) =>
    execution.stepId === 'fetch'
      ? execution
      : { ...execution, startMs: execution.startMs + byMs, endMs: execution.endMs! + byMs },
  ),
});
const history = earlierRuns(200).map((run, index) => waiting(run, varied(10, index, 200, 7)));

testRule(longWait, {
  valid: [
    { name: 'no history', run: waiting(chainRun(usualChain, 0), 500) },
    { name: 'as usual', history, run: waiting(chainRun(usualChain, 200), 10) },
    { name: 'no wait at all', history, run: chainRun(usualChain, 200) },
  ],
  invalid: [
    {
      name: 'fifty times as long',
      history,
      run: waiting(chainRun(usualChain, 200), 500),
      findings: [
        {
          messageId: 'waited',
          at: ['parse'],
          severity: 'warning',
          data: { step: 'parse', observed: 500, earlier: 200 },
        },
      ],
    },
  ],
});
