import { testRule } from '@faultline/plugin-testkit';
import { manyMeasuredHistory, measuredHistory, measuring, measuringEach } from './measured-runs.test-support.ts';
import { unusualCost } from './unusual-cost.ts';

const history = measuredHistory('costUsd', 0.2);

testRule(unusualCost, {
  valid: [
    { name: 'no history', run: measuring('costUsd', 0.8) },
    { name: 'as usual', history, run: measuring('costUsd', 0.2) },
    { name: 'not recorded', history, run: measuring('other', 0.8) },
  ],
  invalid: [
    {
      name: 'four times as much',
      history,
      run: measuring('costUsd', 0.8),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'warning',
          data: { subject: 'Step "parse"', noun: 'cost', observed: '0.8 USD', earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'costUsd', value: 0.8, unit: 'usd', executionId: 'parse' },
            { type: 'expected', metric: 'costUsd', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'next to none',
      history,
      run: measuring('costUsd', 0.002),
      findings: [
        { messageId: 'unusual', at: ['parse'], severity: 'warning', data: { subject: 'Step "parse"', noun: 'cost' } },
      ],
    },
    {
      name: 'a little more in each of many steps',
      history: manyMeasuredHistory('costUsd', 0.2),
      run: measuringEach('costUsd', 0.26),
      findings: [{ messageId: 'unusual', at: [], severity: 'warning', data: { subject: 'The run' } }],
    },
  ],
});
