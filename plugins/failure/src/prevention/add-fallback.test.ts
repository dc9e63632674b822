import type { Run } from '@faultline/model';
import { gantt, testRule } from '@faultline/plugin-testkit';
import { addFallback } from './add-fallback.ts';

const completed = (run: Run): Run => ({ ...run, status: 'completed' });
const withNeed = (criticality: 'low' | 'normal' | 'high', type = 'consultation') => ({
  id: 'drawn',
  steps: [
    { id: 'fetch', type, baseline: { successRate: { mean: 0.9 }, durationMs: { p50: 4, p95: 6 } } },
    {
      id: 'rank',
      failureTolerance: 'low' as const,
      dependencies: [{ on: 'fetch', criticality }],
      expectedDurationMs: 6,
    },
  ],
});
const without = completed(gantt`
  fetch: ====x          { failure: external_service_error, type: consultation }
  rank :      ======  <- fetch
`);
const check = completed(gantt`
  fetch: ====x          { failure: external_service_error, type: validation }
  rank :      ======  <- fetch
`);
const fatal = gantt`
    fetch: ====x        { failure: external_service_error }
    rank :      /    <- fetch
  `;
const late = completed(gantt`
  fetch: ==============================
  rank :                               ====== <- fetch
`);

testRule(addFallback, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ====`, definition: withNeed('low') },
    { name: 'its result is critical', run: without, definition: withNeed('high') },
    { name: 'it is a check', run: check, definition: withNeed('low', 'validation') },
    { name: 'nothing declares that it can be done without', run: fatal },
    { name: 'no step takes its result', run: fatal, definition: { id: 'drawn', steps: [{ id: 'fetch' }] } },
  ],
  invalid: [
    {
      name: 'what needs its result can do without',
      run: without,
      definition: withNeed('low'),
      findings: [{ messageId: 'fallback', at: ['fetch'], data: { step: 'fetch' } }],
      message:
        'Give step "fetch" a fallback for when it fails: of 1,000 runs 100 do without its result today, 0 with it, if the fallback always answers; by declared rates.',
    },
    {
      name: 'it made the run late, and what needs its result can do without',
      run: late,
      definition: { ...withNeed('low'), successCriteria: { maxDurationMs: 20 } },
      findings: [{ messageId: 'late', at: ['fetch'], data: { step: 'fetch', timeout: 7.6 } }],
    },
  ],
});
