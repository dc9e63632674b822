import { testRule } from '@faultline/plugin-testkit';
import { measuredHistory, measuring } from './measured-runs.test-support.ts';
import { unusualMemory } from './unusual-memory.ts';

const history = measuredHistory('memoryMiB', 900);

testRule(unusualMemory, {
  valid: [
    { name: 'no history', run: measuring('memoryMiB', 3600) },
    { name: 'as usual', history, run: measuring('memoryMiB', 900) },
    { name: 'not recorded', history, run: measuring('other', 3600) },
  ],
  invalid: [
    {
      name: 'four times as much',
      history,
      run: measuring('memoryMiB', 3600),
      findings: [
        {
          messageId: 'unusual',
          at: ['parse'],
          severity: 'warning',
          data: { subject: 'Step "parse"', noun: 'memory', observed: '3600 MiB', earlier: 200 },
          evidence: [
            { type: 'measured', metric: 'memoryMiB', value: 3600, unit: 'mib', executionId: 'parse' },
            { type: 'expected', metric: 'memoryMiB', basis: 'learned', observations: 200 },
          ] as never,
        },
      ],
    },
    {
      name: 'next to none',
      history,
      run: measuring('memoryMiB', 9),
      findings: [
        { messageId: 'unusual', at: ['parse'], severity: 'warning', data: { subject: 'Step "parse"', noun: 'memory' } },
      ],
    },
  ],
});
