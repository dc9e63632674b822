import { testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { retryBurst } from './retry-burst.ts';

/** The run, in which so many attempts at "fetch" failed before one completed. */
const retried = (run: Run, failures: number): Run => ({
  ...run,
  edges: [],
  executions: run.executions.flatMap((execution) =>
    execution.stepId === 'fetch'
      ? Array.from({ length: failures + 1 }, (_, index) => ({
          ...execution,
          id: `fetch#${index + 1}`,
          attempt: index + 1,
          startMs: execution.startMs + index,
          ...(index < failures && { status: 'failed' as const, error: { type: 'timeout', message: '' } }),
        }))
      : [execution],
  ),
});
const history = earlierRuns(200);

testRule(retryBurst, {
  valid: [
    { name: 'no history', run: retried(chainRun(usualChain, 0), 4) },
    { name: 'as usual', history, run: chainRun(usualChain, 200) },
    { name: 'one failed attempt', history, run: retried(chainRun(usualChain, 200), 1) },
    {
      name: 'two in three are usual',
      history: earlierRuns(200).map((run) => retried(run, 2)),
      run: retried(chainRun(usualChain, 200), 2),
    },
  ],
  invalid: [
    {
      name: 'three of four, where none is usual',
      history,
      run: retried(chainRun(usualChain, 200), 3),
      findings: [
        {
          messageId: 'burst',
          at: ['fetch#1', 'fetch#2', 'fetch#3'],
          severity: 'warning',
          guarantee: 'extrapolated',
          data: { step: 'fetch', failures: 3, attempts: 4, before: 200, usual: 0 },
        },
      ],
    },
  ],
});
