import { testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { slowRun } from './slow-run.ts';

const history = earlierRuns(400);
const slow = chainRun({ ...usualChain, fetch: 900 }, 400);
/** "fetch" was tried 16 times, and failed at all but the last. */
const retried: Run = {
  ...chainRun(usualChain, 400),
  edges: [],
  endMs: 400 * 60_000 + 1670,
  executions: chainRun(usualChain, 400).executions.flatMap((execution) => {
    const laterMs = execution.stepId === 'fetch' ? 0 : 1500;
    const moved = { ...execution, startMs: execution.startMs + laterMs, endMs: execution.endMs! + laterMs };
    if (execution.stepId !== 'fetch') return [moved];
    return Array.from({ length: 16 }, (_, index) => ({
      ...execution,
      id: `fetch#${index + 1}`,
      attempt: index + 1,
      startMs: execution.startMs + 100 * index,
      endMs: execution.startMs + 100 * (index + 1),
      ...(index < 15 && { status: 'retrying' as const, error: { type: 'timeout', message: '' } }),
    }));
  }),
};

testRule(slowRun, {
  valid: [
    { name: 'no history', run: slow },
    { name: 'as usual', history, run: chainRun(usualChain, 400) },
    { name: 'it is not over', history, run: { ...slow, status: 'running' } },
    { name: 'quick', history, run: chainRun({ fetch: 10, parse: 5, store: 2 }, 400) },
  ],
  invalid: [
    {
      name: 'a step explains it: a note',
      history,
      run: slow,
      findings: [
        {
          messageId: 'slow',
          at: [],
          severity: 'info',
          data: { observed: 970, earlier: 400, where: 'Unusually slow: "fetch".' },
        },
      ],
    },
    {
      name: 'attempts explain it: a note',
      history,
      run: retried,
      findings: [
        { messageId: 'slow', at: [], severity: 'info', data: { observed: 1670, where: 'Unusually often: "fetch".' } },
      ],
    },
    {
      name: 'nothing ran for a second',
      history,
      run: { ...chainRun(usualChain, 400), endMs: 400 * 60_000 + 1170 },
      findings: [
        {
          messageId: 'slow',
          at: [],
          severity: 'warning',
          data: { observed: 1170, where: 'No single step was unusually slow.' },
        },
      ],
    },
  ],
});
