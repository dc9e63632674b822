import { testRule } from '@faultline/plugin-testkit';
import { measuredHistory, measuring } from './measured-runs.test-support.ts';
import { unusualCpu } from './unusual-cpu.ts';

const history = measuredHistory('cpuCores', 2);

testRule(unusualCpu, {
  valid: [
    { name: 'no history', run: measuring('cpuCores', 8) },
    { name: 'as usual', history, run: measuring('cpuCores', 2) },
    { name: 'not recorded', history, run: measuring('other', 8) },
  ],
  invalid: [
    {
      name: 'four times as much',
      history,
      run: measuring('cpuCores', 8),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'info',
          data: { subject: 'Step "parse"', noun: 'CPU', observed: '8 cores', earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'cpuCores', value: 8, unit: 'cores', executionId: 'parse' },
            { type: 'expected', metric: 'cpuCores', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'next to none',
      history,
      run: measuring('cpuCores', 0.02),
      findings: [
        { messageId: 'unusual', at: ['parse'], severity: 'info', data: { subject: 'Step "parse"', noun: 'CPU' } },
      ],
    },
  ],
});
