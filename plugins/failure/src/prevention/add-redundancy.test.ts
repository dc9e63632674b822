import type { Run } from '@faultline/model';
import { gantt, testRule } from '@faultline/plugin-testkit';
import { addRedundancy } from './add-redundancy.ts';

const completed = (run: Run): Run => ({ ...run, status: 'completed' });
const withNeed = (criticality: 'low' | 'high') => ({
  id: 'drawn',
  steps: [
    { id: 'fetch', baseline: { successRate: { mean: 0.9 }, durationMs: { p50: 4, p95: 6 } } },
    {
      id: 'rank',
      failureTolerance: 'low' as const,
      dependencies: [{ on: 'fetch', criticality }],
      expectedDurationMs: 6,
    },
  ],
});
const down = (failure: string) => gantt`
    fetch: ====x      { failure: ${failure} }
    rank :      /  <- fetch
  `;
const tolerated = completed(gantt`
  fetch: ====x         { failure: external_service_error }
  rank :      ======   <- fetch
`);
const late = completed(gantt`
  fetch: ==============================
  rank :                               ====== <- fetch
`);
const agentOutOfMemory = gantt`
  fetch: ====x      { failure: resource_exhaustion, type: agent }
  rank :      /  <- fetch
`;

testRule(addRedundancy, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ====`, definition: withNeed('high') },
    {
      name: 'a second provider would be given the same input',
      run: down('data_quality_issue'),
      definition: withNeed('high'),
    },
    { name: 'an agent ran out of memory', run: agentOutOfMemory, definition: withNeed('high') },
    { name: 'nobody knows when a service is late', run: down('external_service_error') },
    { name: 'slow, and the run is in time', run: late, definition: withNeed('high') },
    { name: 'the run goes on without it', run: tolerated, definition: withNeed('low') },
  ],
  invalid: [
    {
      name: 'the run fails with a service',
      run: down('external_service_error'),
      definition: withNeed('high'),
      findings: [{ messageId: 'redundancy', at: ['fetch'], data: { step: 'fetch', hedge: 6 } }],
      message:
        'Ask a second provider for step "fetch" when the first failed, or after 6 ms: of 1,000 runs 100 fail today, 10 with it (0.8 to 91), if the second provider fails as often as the first, independently of it; by declared rates.',
    },
    {
      name: 'the run is late with it',
      run: late,
      definition: { ...withNeed('high'), successCriteria: { maxDurationMs: 20 } },
      findings: [{ messageId: 'late', at: ['fetch'], data: { step: 'fetch', hedge: 6 } }],
      message:
        'Ask a second provider for step "fetch" when the first takes longer than 6 ms: runs are late with it, and a second provider is slow at other times; there is no history to say how much it gains.',
    },
  ],
});
