import { gantt, testRule } from '@faultline/plugin-testkit';
import { resourceLimit } from './resource-limit.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch', resources: { memoryMiB: 512, cpuCores: 2, gpus: 1 } }, { id: 'parse' }],
};

testRule(resourceLimit, {
  valid: [
    { name: 'nothing recorded', definition, run: gantt`fetch: ==` },
    { name: 'no definition', run: gantt`fetch: == { memoryMiB: 4096 }` },
    { name: 'nothing asked for', definition, run: gantt`parse: == { memoryMiB: 4096 }` },
    { name: 'at all three limits', definition, run: gantt`fetch: == { memoryMiB: 768, cpuCores: 2.6, gpus: 1.3 }` },
    { name: 'a wider limit', definition, options: { gpuFactor: 2 }, run: gantt`fetch: == { gpus: 2 }` },
  ],
  invalid: [
    {
      name: 'memory above the limit',
      definition,
      run: gantt`fetch: == { memoryMiB: 769 }`,
      findings: [
        {
          messageId: 'memory',
          at: ['fetch'],
          severity: 'warning',
          data: { used: 769, asked: 512 },
          evidence: [{ type: 'measured', metric: 'memoryMiB', value: 769, unit: 'mib', executionId: 'fetch' }],
        },
      ],
      message: 'Step "fetch" used 769 MiB of memory; it asks for 512 MiB, of which 1.5x is allowed.',
    },
    {
      name: 'CPU and GPU above the limit',
      definition,
      run: gantt`fetch: == { cpuCores: 2.7, gpus: 1.31 }`,
      findings: [
        { messageId: 'cpu', at: ['fetch'], data: { used: 2.7, factor: 1.3 } },
        { messageId: 'gpu', at: ['fetch'], data: { used: 1.31, factor: 1.3 } },
      ],
    },
    {
      name: 'a failed attempt counts, a tie names the first',
      definition,
      run: gantt`
        fetch  : ==x   { memoryMiB: 900 }
        fetch#2:    == { memoryMiB: 900 }
      `,
      findings: [
        {
          messageId: 'memory',
          at: ['fetch', 'fetch#2'],
          evidence: [{ type: 'measured', metric: 'memoryMiB', value: 900, unit: 'mib', executionId: 'fetch' }],
        },
      ],
    },
    {
      name: 'something where nothing is asked for',
      definition: { id: 'drawn', steps: [{ id: 'fetch', resources: { gpus: 0 } }] },
      run: gantt`fetch: == { gpus: 1 }`,
      findings: [{ messageId: 'gpu', at: ['fetch'], data: { used: 1, asked: 0 } }],
      message: 'Step "fetch" used 1 GPU; it asks for 0 GPUs, of which 1.3x is allowed.',
    },
  ],
});
