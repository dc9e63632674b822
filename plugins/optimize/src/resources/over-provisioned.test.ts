import { testRule } from '@faultline/plugin-testkit';
import { overProvisioned } from './over-provisioned.ts';
import { asking, usingRuns } from './resources.test-support.ts';

// The 95th percentile of 1 to 21 hundred is 2000.
const history = usingRuns(21, (index) => ({ memoryMiB: (index + 1) * 100, cpuCores: 1, gpus: 0.5 }));
const [run] = usingRuns(1, () => ({}));

testRule(overProvisioned, {
  valid: [
    {
      name: 'what it uses and some headroom',
      run,
      history,
      definition: asking({ memoryMiB: 3071, cpuCores: 1.5 }),
    },
    {
      name: 'too few observations to say',
      run,
      history: history.slice(0, 19),
      definition: asking({ memoryMiB: 1e6 }),
    },
    { name: 'nothing learned', run, definition: asking({ memoryMiB: 1e6 }) },
    { name: 'nothing asked for', run, history, definition: asking({}) },
    {
      name: 'a step that did not run',
      run: { ...run, executions: [] },
      history,
      definition: asking({ memoryMiB: 1e6 }),
    },
  ],
  invalid: [
    {
      name: 'memory, of which a quarter and more is never used',
      run,
      history,
      definition: asking({ memoryMiB: 4096 }),
      message:
        'Step "fetch" asks for 4096 MiB of memory; 95 % of 21 executions used at most 2000 MiB. 2432 MiB would leave 20 % of headroom.',
      findings: [{ messageId: 'memory', at: ['fetch'], impact: { basis: 'learned' } }],
    },
    {
      name: 'a price makes a saving',
      run,
      history,
      definition: asking({ memoryMiB: 4480 }),
      options: { usdPerGibHour: 0.5 },
      // 2 GiB less for an hour.
      findings: [
        {
          messageId: 'memory',
          at: ['fetch'],
          impact: { basis: 'learned', savesUsd: { low: 1, expected: 1, high: 1 } },
        },
      ],
    },
    {
      name: 'cores and GPUs, in tenths',
      run,
      history,
      definition: asking({ cpuCores: 4, gpus: 1 }),
      findings: [
        { messageId: 'cpu', at: ['fetch'], data: { enough: 1.2 } },
        { messageId: 'gpu', at: ['fetch'], data: { enough: 0.6 } },
      ],
    },
  ],
});
