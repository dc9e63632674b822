import { gantt, testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { unusualFailure } from './unusual-failure.ts';

const failing = (type: string) => ({ status: 'failed', error: { type } }) as const;
const history = earlierRuns(200);
/** "fetch" times out in one run of ten. */
const flaky = earlierRuns(200, (stepId, index) => (stepId === 'fetch' && index % 10 === 0 ? failing('timeout') : {}));
/** "fetch" fails in one run of ten, each time of something else, at all of three attempts. */
const alwaysOfItsOwn = (count: number) =>
  earlierRuns(count).map((run, index) => (index % 10 === 0 ? failingThrice(run, `E${index}`) : run));
const failingThrice = (run: Run, type: string): Run => ({
  ...run,
  edges: [],
  executions: run.executions.flatMap((execution) =>
    execution.stepId === 'fetch'
      ? [1, 2, 3].map((attempt) => ({
          ...execution,
          id: `fetch#${attempt}`,
          attempt,
          status: attempt < 3 ? ('retrying' as const) : ('failed' as const),
          error: { type, message: '' },
        }))
      : [execution],
  ),
});
const failedOf = (step: string, type: string) => chainRun(usualChain, 200, (id) => (id === step ? failing(type) : {}));

/** An agent whose only call fails, and with it the agent. */
const failedCall: Run = {
  ...gantt`
    agent  : =======x
      fetch:   ==x
  `,
  status: 'failed',
};
const typed = (run: Run, type: string): Run => ({
  ...run,
  executions: run.executions.map((one) => (one.stepId === 'fetch' ? { ...one, error: { type, message: '' } } : one)),
});
const calls = Array.from({ length: 200 }, (_, index) => ({
  ...gantt`
    agent  : ========
      fetch:   ===
  `,
  id: `run-${index}`,
}));

testRule(unusualFailure, {
  valid: [
    { name: 'no history', run: failedOf('fetch', 'timeout') },
    { name: 'nothing failed', history, run: chainRun(usualChain, 200) },
    {
      name: 'each failure is of a type of its own, at three attempts: that one run has it is usual',
      history: alwaysOfItsOwn(300),
      run: failingThrice(chainRun(usualChain, 300), 'new'),
    },
    {
      name: 'the same with more types than are kept',
      history: alwaysOfItsOwn(600),
      run: failingThrice(chainRun(usualChain, 600), 'new'),
    },
    { name: 'it fails like that now and then', history: flaky, run: failedOf('fetch', 'timeout') },
  ],
  invalid: [
    {
      name: 'a step that never failed',
      history: flaky,
      run: failedOf('store', 'timeout'),
      findings: [
        {
          messageId: 'first-failure',
          at: ['store'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 201,
          data: { step: 'store', type: 'timeout', runs: 200 },
        },
      ],
    },
    {
      name: 'a call, and not its caller, by the kind of failure and not the text beside it',
      history: calls,
      run: typed(failedCall, 'ValidationError: MRN-4711'),
      findings: [{ messageId: 'first-failure', at: ['fetch'], data: { step: 'fetch', type: 'validation_error' } }],
    },
    {
      name: 'another type of error',
      history: flaky,
      run: failedOf('fetch', 'logic_error'),
      findings: [{ messageId: 'unusual-type', at: ['fetch'], data: { type: 'logic_error', seen: 0, failures: 20 } }],
    },
    {
      name: 'a type that was not kept, where such ones are rare',
      history: earlierRuns(800, (stepId, index) =>
        stepId === 'fetch' && index <= 320 ? failing(index === 320 ? 'Z' : `E${10 + (index % 32)}`) : {},
      ),
      run: chainRun(usualChain, 800, (id) => (id === 'fetch' ? failing('ZZ') : {})),
      findings: [{ messageId: 'other-type', at: ['fetch'], pValue: 2 / 801, data: { type: 'ZZ', seen: 1 } }],
    },
  ],
});
