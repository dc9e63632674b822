import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { unusualOrder } from './unusual-order.ts';

const history = earlierRuns(400);
const reversed = { ...chainRun({ parse: 50, fetch: 100, store: 20 }, 400), edges: [] };
/** The usual run with an approval before it is sent. */
const longer = history.map((_, index) => ({ fetch: 100 + (index % 7), parse: 50, approve: 10, send: 20 }));

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
        {
          messageId: 'swapped',
          at: ['fetch', 'store'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 401,
          data: { from: 'parse', to: 'fetch', followed: 400, more: ', and 1 more' },
        },
      ],
    },
    {
      name: 'begun too early, whatever its name',
      history: longer.map((chain, minute) => chainRun(chain, minute)),
      run: { ...chainRun({ fetch: 100, send: 20, parse: 50, approve: 10 }, 400), edges: [] },
      findings: [
        {
          messageId: 'order',
          at: ['send', 'parse'],
          data: { from: 'fetch', to: 'send', runs: 400, more: ', and 1 more' },
        },
      ],
    },
  ],
});
