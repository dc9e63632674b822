import { gantt, testRule } from '@faultline/plugin-testkit';
import { addRetry } from './add-retry.ts';

const steps = [
  {
    id: 'fetch',
    failureTolerance: 'low' as const,
    baseline: { successRate: { mean: 0.9 }, durationMs: { p50: 4, p95: 8 } },
  },
  { id: 'rank', failureTolerance: 'low' as const, dependencies: ['fetch'], expectedDurationMs: 6 },
];
const definition = { id: 'drawn', steps };
const failed = (failure: string) => gantt`
    fetch: ====x  { failure: ${failure} }
    rank :      / <- fetch
  `;
const triedThrice = gantt`
    fetch  : ==x            { failure: timeout }
    fetch#2:     ==x        { failure: timeout }
    fetch#3:         ==x    { failure: timeout }
    rank   :            / <- fetch#3
  `;
const recovered = gantt`
  fetch  : ==x
  fetch#2:     ==
  rank   :        ====== <- fetch#2
`;
/** A history in which a further attempt never helps. */
const inVain = Array.from({ length: 60 }, (_, at) => ({
  ...gantt`
    fetch  : ==x
    fetch#2:     ==x
  `,
  id: `earlier-${at}`,
}));

testRule(addRetry, {
  valid: [
    { name: 'nothing failed', run: gantt`fetch: ====`, definition },
    { name: 'tried again, it succeeded', run: recovered, definition },
    { name: 'the same input fails again', run: failed('validation_error'), definition },
    { name: 'tried as often already', run: triedThrice, definition },
    { name: 'further attempts always failed', run: failed('timeout'), history: inVain, definition },
    { name: 'cancelled by somebody', run: failed('cancelled'), definition },
    { name: 'prevents less than asked for', run: failed('timeout'), definition, options: { leastPrevented: 1 } },
  ],
  invalid: [
    {
      name: 'a service that did not answer',
      run: failed('external_service_error'),
      definition,
      message:
        'Retry step "fetch" up to twice, 1 s apart: of 1,000 runs 100 fail today, 1 with it (under 0.1 to 157), if attempts fail independently of each other; by declared rates.',
      findings: [
        {
          messageId: 'retry',
          at: ['fetch'],
          data: { step: 'fetch', times: 'twice', pause: 1000 },
          impact: { basis: 'simulated' },
        },
      ],
    },
    {
      name: 'one retry at most, without a pause, of a rate nobody knows',
      run: failed('timeout'),
      options: { maxRetries: 1, pauseMs: 0 },
      findings: [{ messageId: 'retry', at: ['fetch'], data: { times: 'once', pause: 0 }, impact: { basis: 'prior' } }],
    },
  ],
});
