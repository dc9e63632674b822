import { gantt, testRule } from '@faultline/plugin-testkit';
import { slowerThanBaseline } from './slower-than-baseline.ts';

const definition = {
  id: 'drawn',
  steps: [
    { id: 'fetch', baseline: { durationMs: { p50: 2, p95: 4 } } },
    { id: 'parse', expectedDurationMs: 1 },
  ],
};
const usual = Array.from({ length: 50 }, () => gantt`fetch: ==`);

testRule(slowerThanBaseline, {
  valid: [
    { name: 'no baseline', run: gantt`fetch: ========` },
    { name: 'at the 95th percentile', definition, run: gantt`fetch: ====` },
    { name: 'a median alone', definition, run: gantt`parse: ====` },
    {
      name: 'times that were made up',
      definition,
      run: {
        ...gantt`fetch: =====`,
        notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
      },
    },
    { name: 'it failed', definition, run: gantt`fetch: ========x` },
    { name: 'it is still open', definition, run: gantt`fetch: ========>` },
    { name: 'a wider limit', definition, options: { factor: 2 }, run: gantt`fetch: ========` },
    { name: 'what was learned alone is for detectors', history: usual, run: gantt`fetch: ========` },
  ],
  invalid: [
    {
      name: 'above what is declared',
      definition,
      run: gantt`fetch: =====`,
      findings: [
        {
          messageId: 'slower',
          at: ['fetch'],
          severity: 'warning',
          data: { took: 5, p95: 4 },
          evidence: [
            { type: 'measured', metric: 'durationMs', value: 5, unit: 'ms', executionId: 'fetch' },
            { type: 'expected', metric: 'durationMs', unit: 'ms', p50: 2, p95: 4, basis: 'declared' },
          ],
        },
      ],
      message: 'Step "fetch" took 5 ms; the 95th percentile of its declared baseline is 4 ms.',
    },
    {
      name: 'above what is declared is a note where detectors have enough history',
      definition,
      history: usual,
      run: gantt`fetch: =====`,
      findings: [
        {
          messageId: 'slower',
          at: ['fetch'],
          severity: 'info',
          evidence: [
            { type: 'measured', metric: 'durationMs', value: 5, unit: 'ms', executionId: 'fetch' },
            { type: 'expected', metric: 'durationMs', unit: 'ms', p95: 4, basis: 'declared' },
          ],
        },
      ],
      message: 'Step "fetch" took 5 ms; the 95th percentile of its declared baseline is 4 ms.',
    },
    {
      name: 'declared, and moved towards a short history',
      definition,
      history: usual.slice(30),
      run: gantt`fetch: ====`,
      findings: [{ messageId: 'slower', at: ['fetch'], severity: 'warning' }],
    },
    {
      name: 'items of one step are one finding',
      definition,
      run: gantt`
        fetch[a]: =====
        fetch[b]: ======
        fetch[c]: ===
      `,
      findings: [{ messageId: 'slower', at: ['fetch[a]', 'fetch[b]'], data: { took: 6 } }],
    },
  ],
});
