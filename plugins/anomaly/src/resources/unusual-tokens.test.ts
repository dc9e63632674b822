import { testRule } from '@faultline/plugin-testkit';
import { manyMeasuredHistory, measuredHistory, measuring, measuringEach } from './measured-runs.test-support.ts';
import { unusualTokens } from './unusual-tokens.ts';

const history = measuredHistory('outputTokens', 400);

testRule(unusualTokens, {
  valid: [
    { name: 'no history', run: measuring('outputTokens', 1600) },
    { name: 'as usual', history, run: measuring('outputTokens', 400) },
    {
      name: 'little in each of many steps of a run that failed',
      history: manyMeasuredHistory('outputTokens', 400),
      run: { ...measuringEach('outputTokens', 280), status: 'failed' },
    },
    { name: 'not recorded', history, run: measuring('other', 1600) },
  ],
  invalid: [
    {
      name: 'four times as much',
      history,
      run: measuring('outputTokens', 1600),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'warning',
          data: { subject: 'Step "parse"', noun: 'output', observed: '1600 tokens', earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'outputTokens', value: 1600, unit: 'tokens', executionId: 'parse' },
            { type: 'expected', metric: 'outputTokens', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'next to none',
      history,
      run: measuring('outputTokens', 4),
      findings: [
        { messageId: 'unusual', at: ['parse'], severity: 'warning', data: { subject: 'Step "parse"', noun: 'output' } },
      ],
    },
    {
      name: 'a little more in each of many steps',
      history: manyMeasuredHistory('outputTokens', 400),
      run: measuringEach('outputTokens', 520),
      findings: [{ messageId: 'unusual', at: [], severity: 'warning', data: { subject: 'The run' } }],
    },
    {
      name: 'a little less in each of many steps',
      history: manyMeasuredHistory('outputTokens', 400),
      run: measuringEach('outputTokens', 280),
      findings: [{ messageId: 'unusual', at: [], severity: 'warning', data: { subject: 'The run' } }],
    },
  ],
});
