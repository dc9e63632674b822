import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { durationMismatch } from './duration-mismatch.ts';

const taking = (endMs: number, durationMs: number, id = 'fetch') => executionOf({ id, endMs, metrics: { durationMs } });

testRule(durationMismatch, {
  valid: [
    { name: 'no duration recorded', run: gantt`fetch: ==` },
    { name: 'the same', run: gantt`fetch: == { durationMs: 2 }` },
    { name: 'still open', run: gantt`fetch: ==> { durationMs: 900 }` },
    { name: 'at the tolerance of a short one', run: runOf([taking(60, 50)]) },
    { name: 'at the tolerance of a long one', run: runOf([taking(1050, 1000)]) },
    { name: 'wider tolerances', options: { toleranceShare: 1 }, run: runOf([taking(20, 400)]) },
  ],
  invalid: [
    {
      name: 'above the tolerance of a short one',
      run: runOf([taking(61, 50)]),
      findings: [{ messageId: 'execution', at: ['fetch'], severity: 'warning', data: { took: 61, recorded: 50 } }],
      message: 'Step "fetch" took 61 ms from start to end, but 50 ms is recorded as its duration.',
    },
    {
      name: 'above the tolerance of a long one, at a tie',
      run: runOf([taking(949, 1000, 'a'), taking(1051, 1000, 'b')]),
      findings: [{ messageId: 'execution', at: ['a', 'b'], data: { took: 949 } }],
    },
    {
      name: 'the run',
      run: runOf([executionOf({ endMs: 100 })], { metrics: { durationMs: 60 } }),
      findings: [{ messageId: 'run', at: [], data: { took: 100, recorded: 60 } }],
    },
  ],
});
