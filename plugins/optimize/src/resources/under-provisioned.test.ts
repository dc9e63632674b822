import { testRule } from '@faultline/plugin-testkit';
import { asking, usingRuns } from './resources.test-support.ts';
import { underProvisioned } from './under-provisioned.ts';

const history = usingRuns(21, (index) => ({ memoryMiB: (index + 1) * 100, cpuCores: 2, gpus: 2 }));
const [run] = usingRuns(1, () => ({}));

testRule(underProvisioned, {
  valid: [
    {
      name: 'a little more than it asks for',
      run,
      history,
      definition: asking({ memoryMiB: 1900, cpuCores: 2 }),
    },
    {
      name: 'too few observations to say',
      run,
      history: history.slice(0, 19),
      definition: asking({ memoryMiB: 1 }),
    },
    { name: 'nothing asked for', run, history, definition: asking({}) },
  ],
  invalid: [
    {
      name: 'memory',
      run,
      history,
      definition: asking({ memoryMiB: 1024 }),
      message:
        'Step "fetch" asks for 1024 MiB of memory, but one in twenty of 21 executions used more than 2000 MiB. No gain in time is claimed: what runs out of memory fails.',
      findings: [{ messageId: 'memory', at: ['fetch'], impact: { basis: 'learned' } }],
    },
    {
      name: 'cores and GPUs',
      run,
      history,
      definition: asking({ cpuCores: 1, gpus: 1 }),
      findings: [
        { messageId: 'cpu', at: ['fetch'], data: { asked: 1, used: 2 } },
        { messageId: 'gpu', at: ['fetch'], data: { asked: 1, used: 2 } },
      ],
    },
  ],
});
