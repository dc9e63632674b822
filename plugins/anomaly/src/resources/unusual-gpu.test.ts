import { testRule } from '@faultline/plugin-testkit';
import { measuredHistory, measuring } from './measured-runs.test-support.ts';
import { unusualGpu } from './unusual-gpu.ts';

const history = measuredHistory('gpus', 0.5);

testRule(unusualGpu, {
  valid: [
    { name: 'no history', run: measuring('gpus', 2) },
    { name: 'as usual', history, run: measuring('gpus', 0.5) },
    { name: 'not recorded', history, run: measuring('other', 1.0) },
  ],
  invalid: [
    {
      name: 'four times as much',
      history,
      run: measuring('gpus', 2),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'info',
          data: { subject: 'Step "parse"', noun: 'capacity', observed: '2 GPUs', earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'gpus', value: 2, unit: 'gpus', executionId: 'parse' },
            { type: 'expected', metric: 'gpus', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'next to none',
      history,
      run: measuring('gpus', 0.005),
      findings: [
        { messageId: 'unusual', at: ['parse'], severity: 'info', data: { subject: 'Step "parse"', noun: 'capacity' } },
      ],
    },
  ],
});
