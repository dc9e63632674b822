import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { outsideRun } from './outside-run.ts';

const interval = { startMs: 10, endMs: 20 };
const during = (startMs: number, endMs: number, id = 'fetch') => executionOf({ id, stepId: id, startMs, endMs });

testRule(outsideRun, {
  valid: [
    { name: 'a single step', run: gantt`fetch: ==` },
    { name: 'exactly the run', run: runOf([during(10, 20)], interval) },
    { name: 'within the tolerance', run: runOf([during(9, 21)], interval) },
    { name: 'still open', run: gantt`fetch: ==>` },
    {
      name: 'asynchronous work that goes on',
      run: runOf([executionOf({ startMs: 12, endMs: 40, isAsync: true })], interval),
    },
    {
      name: 'a skipped step',
      run: runOf([executionOf({ startMs: 0, endMs: 0, status: 'skipped' })], interval),
    },
  ],
  invalid: [
    {
      name: 'it starts too early',
      run: runOf([during(8, 12)], interval),
      findings: [{ messageId: 'before', at: ['fetch'], data: { outside: 2 } }],
      message: 'Step "fetch" started 2 ms before the run did.',
    },
    {
      name: 'it ends too late',
      run: runOf([during(12, 25)], interval),
      findings: [{ messageId: 'after', at: ['fetch'], data: { outside: 5 } }],
      message: 'Step "fetch" ended 5 ms after the run did.',
    },
    {
      name: 'a whole trace on another clock is one finding',
      run: runOf([during(110, 112), during(112, 119, 'parse')], interval),
      findings: [{ messageId: 'after', at: ['fetch', 'parse'], data: { step: 'parse', outside: 99 } }],
    },
    {
      name: 'above a tolerance of none, on both sides',
      options: { toleranceMs: 0 },
      run: runOf([during(9, 21)], interval),
      findings: [
        { messageId: 'before', at: ['fetch'] },
        { messageId: 'after', at: ['fetch'] },
      ],
    },
  ],
});
