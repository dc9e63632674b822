import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { uncoveredTime } from './uncovered-time.ts';

const covering = (coveredMs: number, wholeMs: number) =>
  runOf([executionOf({ startMs: 0, endMs: coveredMs })], { endMs: wholeMs });

testRule(uncoveredTime, {
  valid: [
    {
      name: 'times that nobody recorded',
      run: runOf([executionOf({ endMs: 10 })], {
        endMs: 10_000,
        notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
      }),
    },
    { name: 'a single root', run: gantt`agent: =====` },
    { name: 'at the share that may be uncovered', run: covering(8000, 10_000) },
    { name: 'a large share of little time', run: covering(10, 1010) },
    {
      name: 'a log of events without durations',
      run: runOf([executionOf({ endMs: 0 }), executionOf({ id: 'later', startMs: 10_000, endMs: 10_000 })]),
    },
    { name: 'a wider limit', options: { mostShare: 1 }, run: covering(0, 10_000) },
  ],
  invalid: [
    {
      name: 'above the share',
      run: covering(7999, 10_000),
      findings: [{ messageId: 'uncovered', at: [], severity: 'warning', data: { covered: 7999, gap: 2001 } }],
    },
    {
      name: 'above the time',
      run: covering(10, 1011),
      findings: [{ messageId: 'uncovered', at: [], data: { gap: 1001, from: 10 } }],
    },
    {
      name: 'seconds of half an hour',
      run: covering(16_800, 1_800_000),
      findings: [
        {
          messageId: 'uncovered',
          at: [],
          evidence: [
            { type: 'measured', metric: 'coveredMs', value: 16_800, unit: 'ms' },
            { type: 'measured', metric: 'uncoveredMs', value: 1_783_200, unit: 'ms' },
          ],
        },
      ],
      message:
        'Executions cover 16.8 s of the 30 min of the run; the longest gap is 29 min 43 s, from 16.8 s after its start.',
    },
    {
      name: 'a run without executions',
      run: runOf([], { startMs: 1000, endMs: 3000 }),
      findings: [{ messageId: 'uncovered', at: [], data: { covered: 0, whole: 2000, from: 0 } }],
    },
    {
      name: 'of equal gaps the first is named',
      run: runOf([executionOf({ startMs: 2000, endMs: 3000 })], { startMs: 0, endMs: 5000 }),
      findings: [{ messageId: 'uncovered', at: [], data: { gap: 2000, from: 0 } }],
    },
  ],
});
