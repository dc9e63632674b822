import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { failureRateChange } from './failure-rate-change.ts';

/** "fetch" fails in every n-th run, from a run on in every other n-th. */
const failingIn = (every: number, from: number, everySince: number) =>
  earlierRuns(200, (stepId, index) =>
    stepId === 'fetch' && index % (index < from ? every : everySince) === 0
      ? { status: 'failed', error: { type: 'timeout' } }
      : {},
  );
const now = chainRun(usualChain, 200);

testRule(failureRateChange, {
  valid: [
    { name: 'no history', run: now },
    { name: 'nothing ever failed', history: earlierRuns(200), run: now },
    { name: 'always one in ten', history: failingIn(10, 100, 10), run: now },
    { name: 'a run from before', history: failingIn(20, 120, 2), run: chainRun(usualChain, 60) },
  ],
  invalid: [
    {
      name: 'from one in twenty to one in two',
      history: failingIn(20, 120, 2),
      run: now,
      findings: [{ messageId: 'change', at: ['fetch'], severity: 'warning', data: { step: 'fetch', before: 0.05 } }],
    },
    {
      name: 'fewer failures are a note',
      history: failingIn(2, 120, 40),
      run: now,
      findings: [{ messageId: 'change', at: ['fetch'], severity: 'info' }],
    },
  ],
});
