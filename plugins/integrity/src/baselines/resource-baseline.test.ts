import { gantt, testRule } from '@faultline/plugin-testkit';
import { resourceBaseline } from './resource-baseline.ts';

const definition = {
  id: 'drawn',
  steps: [{ id: 'fetch', baseline: { memoryMiB: { mean: 400 }, cpuCores: { mean: 2 }, gpus: { mean: 1 } } }],
};
const usual = Array.from({ length: 50 }, () => gantt`fetch: == { memoryMiB: 100 }`);

testRule(resourceBaseline, {
  valid: [
    { name: 'no baseline', run: gantt`fetch: == { memoryMiB: 4000 }` },
    { name: 'nothing recorded', definition, run: gantt`fetch: ==` },
    { name: 'at all three limits', definition, run: gantt`fetch: == { memoryMiB: 600, cpuCores: 3, gpus: 1.5 }` },
    { name: 'a wider limit', definition, options: { factor: 3 }, run: gantt`fetch: == { memoryMiB: 1200 }` },
    { name: 'what was learned alone is for detectors', history: usual, run: gantt`fetch: == { memoryMiB: 900 }` },
  ],
  invalid: [
    {
      name: 'above what is declared',
      definition,
      run: gantt`fetch: == { memoryMiB: 601, cpuCores: 3.1, gpus: 1.6 }`,
      findings: [
        {
          messageId: 'memory',
          at: ['fetch'],
          severity: 'warning',
          evidence: [
            { type: 'measured', metric: 'memoryMiB', value: 601, unit: 'mib', executionId: 'fetch' },
            { type: 'expected', metric: 'memoryMiB', unit: 'mib', mean: 400, basis: 'declared' },
          ],
        },
        { messageId: 'cpu', at: ['fetch'], data: { used: 3.1, mean: 2 } },
        { messageId: 'gpu', at: ['fetch'], data: { used: 1.6, mean: 1 } },
      ],
    },
    {
      name: 'above what is declared is a note where detectors have enough history',
      definition,
      history: usual,
      run: gantt`fetch: == { memoryMiB: 601 }`,
      findings: [{ messageId: 'memory', at: ['fetch'], severity: 'info' }],
      message: 'Step "fetch" used 601 MiB of memory; the mean of its declared baseline is 400 MiB.',
    },
  ],
});
