import type { Run } from '@faultline/model';
import { gantt, testRule } from '@faultline/plugin-testkit';
import { addCircuitBreaker } from './add-circuit-breaker.ts';

const completed = (run: Run): Run => ({ ...run, status: 'completed' });
const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch', baseline: { successRate: { mean: 0.9 }, durationMs: { p50: 4, p95: 6 } } },
    {
      id: 'rank',
      failureTolerance: 'low' as const,
      dependencies: [{ on: 'fetch', criticality: 'low' as const }],
      expectedDurationMs: 6,
    },
  ],
};
const tried = (failure: string) =>
  completed(gantt`
  fetch  : ====x                   { failure: ${failure} }
  fetch#2:       ====x             { failure: ${failure} }
  fetch#3:             ====x       { failure: ${failure} }
  rank   :                  ====== <- fetch#3
`);
const twice = completed(gantt`
  fetch  : ====x                   { failure: timeout }
  fetch#2:       ====x             { failure: timeout }
  rank   :            ====== <- fetch#2
`);
const once = completed(gantt`
  fetch: ====x       { failure: timeout }
  rank :      ====== <- fetch
`);
/** Ten runs, of which the last six fail. */
const outage = Array.from({ length: 10 }, (_, at) => ({
  ...(at < 4 ? gantt`fetch: ====` : once),
  id: `earlier-${at}`,
}));

testRule(addCircuitBreaker, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ====`, definition },
    { name: 'two failures in a row', run: twice, definition },
    { name: 'what fails of its input is not down', run: tried('validation_error'), definition },
  ],
  invalid: [
    {
      name: 'three failures in a row',
      run: tried('external_service_error'),
      definition,
      findings: [{ messageId: 'breaker', at: ['fetch', 'fetch#2', 'fetch#3'], data: { failures: 3 } }],
      message:
        'Put a circuit breaker before step "fetch" that opens after 3 failures in a row: while all attempts fail, a run takes 6 ms instead of 23 ms; by declared rates.',
    },
    {
      name: 'two, where two are asked for',
      run: twice,
      definition,
      options: { openAfter: 2 },
      findings: [{ messageId: 'breaker', at: ['fetch', 'fetch#2'] }],
    },
    {
      name: 'one, in a row of runs that failed',
      run: { ...once, id: 'now' },
      definition,
      history: outage,
      findings: [{ messageId: 'breaker', at: ['fetch'] }],
    },
  ],
});
