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

testRule(addRedundancy, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ====`, definition: withNeed('high') },
    {
      name: 'a second provider would be given the same input',
      run: down('data_quality_issue'),
      definition: withNeed('high'),
    },
    { name: 'the run goes on without it', run: tolerated, definition: withNeed('low') },
  ],
  invalid: [
    {
      name: 'the run fails with a service',
      run: down('external_service_error'),
      definition: withNeed('high'),
      findings: [{ messageId: 'redundancy', at: ['fetch'], data: { step: 'fetch', hedge: 6 } }],
      message:
        'Ask a second provider for step "fetch" when the first failed, or after 6 ms: failed runs 10 % -> 1 % (0.0777 % to 9.06 %), worst case 5 ms -> 14.6 ms; by declared rates.',
    },
  ],
});
