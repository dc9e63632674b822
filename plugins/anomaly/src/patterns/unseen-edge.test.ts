import { testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { unseenEdge } from './unseen-edge.ts';

const history = earlierRuns(400);
const shortcut = (run: Run): Run => ({
  ...run,
  edges: [...run.edges, { from: 'fetch', to: 'store', origin: 'explicit', kind: 'needs' }],
});

testRule(unseenEdge, {
  valid: [
    { name: 'no history', run: shortcut(chainRun(usualChain, 0)) },
    { name: 'as usual', history, run: chainRun(usualChain, 400) },
    { name: 'of a new step, which is told itself', history, run: chainRun({ ...usualChain, surprise: 5 }, 400) },
    {
      name: 'new edges are usual',
      history: earlierRuns(400).map((run, index) => (index % 5 === 0 ? shortcut(run) : run)),
      run: shortcut(chainRun(usualChain, 400)),
    },
  ],
  invalid: [
    {
      name: 'a shortcut',
      history,
      run: shortcut(chainRun(usualChain, 400)),
      findings: [
        {
          messageId: 'unseen',
          at: ['fetch', 'store'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 401,
          data: { from: 'fetch', to: 'store', runs: 400 },
        },
      ],
    },
  ],
});
