import { gantt, testRule } from '@faultline/plugin-testkit';
import { addTimeout } from './add-timeout.ts';

const definition = {
  id: 'drawn',
  steps: [
    {
      id: 'fetch',
      failureTolerance: 'low' as const,
      baseline: { successRate: { mean: 0.9 }, durationMs: { p50: 4, p95: 6 } },
    },
    { id: 'rank', failureTolerance: 'low' as const, dependencies: ['fetch'], expectedDurationMs: 6 },
  ],
};
const hung = gantt`
    fetch: =============================x { failure: timeout }
    rank :                               / <- fetch
  `;
const late = gantt`fetch: ==============================`;
const short = gantt`fetch: ===x { failure: timeout }`;

testRule(addTimeout, {
  valid: [
    { name: 'nothing failed, however long it took', run: gantt`fetch: ==============================`, definition },
    { name: 'it failed within the usual time', run: short, definition },
    { name: 'nobody knows the usual time', run: hung },
    {
      name: 'all that ever completed is to complete',
      run: hung,
      definition,
      options: { completing: 0.9999, leastShare: 0.9 },
    },
  ],
  invalid: [
    {
      name: 'an attempt that hung five times as long as others complete',
      run: hung,
      definition,
      findings: [{ messageId: 'timeout', at: ['fetch'], data: { step: 'fetch', timeout: 7.6 } }],
      message:
        'Give an attempt at step "fetch" up after 7.6 ms: while all attempts fail, a run takes 7.6 ms instead of 30 ms, but 4.5 more of 1,000 fail; by declared rates.',
    },
    {
      name: 'one attempt that took five times as long and made the run late',
      run: late,
      definition: { ...definition, successCriteria: { maxDurationMs: 20 } },
      findings: [{ messageId: 'again', at: ['fetch'], data: { step: 'fetch', timeout: 7.6 } }],
    },
  ],
});
