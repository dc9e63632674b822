import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { fastStep } from './fast-step.ts';

const history = earlierRuns(300);

testRule(fastStep, {
  valid: [
    { name: 'no history', run: chainRun(usualChain, 0) },
    { name: 'as usual', history, run: chainRun(usualChain, 300) },
    { name: 'slow', history, run: chainRun({ ...usualChain, parse: 900 }, 300) },
    { name: 'as quick as one in fifty', history, run: chainRun({ ...usualChain, parse: 34 }, 300) },
  ],
  invalid: [
    {
      name: 'done at once',
      history,
      run: chainRun({ ...usualChain, parse: 0.5 }, 300),
      findings: [
        {
          messageId: 'fast',
          at: ['parse'],
          severity: 'info',
          guarantee: 'extrapolated',
          data: { step: 'parse', observed: 0.5, earlier: 300 },
        },
      ],
    },
  ],
});
