import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { unusualOrder } from './unusual-order.ts';

const history = earlierRuns(400);
const reversed = { ...chainRun({ parse: 50, fetch: 100, store: 20 }, 400), edges: [] };

testRule(unusualOrder, {
  valid: [
    { name: 'no history', run: reversed },
    { name: 'as usual', history, run: chainRun(usualChain, 400) },
    { name: 'a step is missing', history, run: chainRun({ fetch: 100, store: 20 }, 400) },
    { name: 'a step is new', history, run: chainRun({ fetch: 100, surprise: 5, parse: 50, store: 20 }, 400) },
  ],
  invalid: [
    {
      name: 'parsed before it was fetched',
      history,
      run: reversed,
      findings: [
        { messageId: 'order', at: ['store', 'fetch'], severity: 'warning', guarantee: 'exact', pValue: 1 / 401 },
      ],
    },
  ],
});
