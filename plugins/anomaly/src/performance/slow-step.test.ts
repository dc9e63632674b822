import type { Run } from '@faultline/model';
import { runOf, testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { slowStep } from './slow-step.ts';

const history = earlierRuns(200);
/** A caller whose own work is 20 ms, and its call. */
const nested = (callMs: number, minute: number): Run => {
  const run = chainRun({ agent: callMs + 20, call: callMs }, minute);
  const [agent, call] = run.executions;
  const startMs = run.startMs + 10;
  return runOf([agent, { ...call, parentId: 'agent', startMs, endMs: startMs + callMs }], {
    id: run.id,
    startMs: run.startMs,
    endMs: run.startMs + callMs + 20,
  });
};

testRule(slowStep, {
  valid: [
    { name: 'no history', run: chainRun({ fetch: 900 }, 0) },
    { name: '49 earlier runs', history: earlierRuns(49), run: chainRun({ ...usualChain, fetch: 900 }, 49) },
    { name: 'as usual', history, run: chainRun(usualChain, 200) },
    { name: 'as slow as one in fifty', history, run: chainRun({ ...usualChain, fetch: 150 }, 200) },
    { name: 'quick', history, run: chainRun({ ...usualChain, fetch: 10 }, 200) },
    {
      name: 'it failed',
      history,
      run: chainRun({ ...usualChain, fetch: 900 }, 200, (id) => (id === 'fetch' ? { status: 'failed' } : {})),
    },
    { name: 'another workflow', history, run: { ...chainRun({ fetch: 900 }, 200), workflowId: 'other' } },
  ],
  invalid: [
    {
      name: 'nine times as long',
      history,
      run: chainRun({ ...usualChain, fetch: 900 }, 200),
      findings: [
        {
          messageId: 'slow',
          at: ['fetch'],
          severity: 'warning',
          data: { step: 'fetch', observed: 900, earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'durationMs', value: 900, unit: 'ms', executionId: 'fetch' },
            { type: 'expected', metric: 'durationMs', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'items of one step are one finding that tells the worst',
      history,
      run: {
        ...chainRun({ ...usualChain, fetch: 900 }, 200),
        executions: ['a', 'b'].flatMap((item, index) =>
          chainRun({ fetch: 900 + index, parse: 50, store: 20 }, 200).executions.map((execution) => ({
            ...execution,
            id: `${execution.id}[${item}]`,
            item,
          })),
        ),
        edges: [],
      },
      findings: [{ messageId: 'slow', at: ['fetch[a]', 'fetch[b]'], data: { observed: 901 } }],
    },
    {
      name: 'a call is slow, and its caller waits for it: the caller is not',
      history: Array.from({ length: 200 }, (_, index) => nested(varied(100, index, 200), index)),
      run: nested(900, 200),
      findings: [{ messageId: 'slow', at: ['call'] }],
    },
    {
      name: 'two thousand earlier runs make it exact',
      history: earlierRuns(2000),
      run: chainRun({ ...usualChain, fetch: 900 }, 2000),
      findings: [{ messageId: 'slow', at: ['fetch'], guarantee: 'exact', pValue: 1 / 2001 }],
    },
  ],
});
