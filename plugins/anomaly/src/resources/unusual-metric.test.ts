import { testRule } from '@faultline/plugin-testkit';
import { measuredHistory, measuring } from './measured-runs.test-support.ts';
import { unusualMetric } from './unusual-metric.ts';

const history = measuredHistory('dataQuality', 0.4);

testRule(unusualMetric, {
  valid: [
    { name: 'no history', run: measuring('dataQuality', 1.6) },
    { name: 'as usual', history, run: measuring('dataQuality', 0.4) },
    { name: 'not recorded', history, run: measuring('other', 1.6) },
  ],
  invalid: [
    {
      name: 'four times as much',
      history,
      run: measuring('dataQuality', 1.6),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'info',
          data: { subject: 'Step "parse"', noun: '"dataQuality"', observed: '1.6', earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'dataQuality', value: 1.6, unit: 'count', executionId: 'parse' },
            { type: 'expected', metric: 'dataQuality', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'next to none',
      history,
      run: measuring('dataQuality', 0.004),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'info',
          data: { subject: 'Step "parse"', noun: '"dataQuality"' },
        },
      ],
    },
  ],
});
