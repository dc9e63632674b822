import type { Json } from '@faultline/model';
import { executionOf, gantt, runOf, testRule } from '@faultline/plugin-testkit';
import { retryStorm } from './retry-storm.ts';

/** Attempts of 1 ms that all failed, with pauses between them. */
const attempts = (pauses: readonly number[], { input, type = 'timeout' }: { input?: Json; type?: string } = {}) => {
  let startMs = 0;
  return runOf(
    [0, ...pauses].map((pause, index) => {
      startMs += pause + (index === 0 ? 0 : 1);
      return executionOf({
        id: `fetch#${index + 1}`,
        attempt: index + 1,
        startMs,
        endMs: startMs + 1,
        status: 'failed',
        error: { type },
        ...(input !== undefined && { input }),
      });
    }),
    { status: 'failed' },
  );
};

testRule(retryStorm, {
  valid: [
    { name: 'one attempt', run: gantt`fetch: ==x` },
    { name: 'two failed attempts', run: attempts([0]) },
    {
      name: 'two failed, the third succeeded',
      run: gantt`
        fetch  : =x
        fetch#2:   =x
        fetch#3:     ==
      `,
    },
    {
      name: 'no times recorded',
      run: {
        ...attempts([0, 0]),
        notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
      },
    },
    { name: 'pauses that double', run: attempts([10, 20, 40]) },
    { name: 'more attempts are allowed', options: { minFailures: 4 }, run: attempts([0, 0]) },
    {
      name: 'what is repeated in vain has a rule of its own',
      run: attempts([0, 0], { input: { q: 1 }, type: 'validation_error' }),
    },
  ],
  invalid: [
    {
      name: 'three failed attempts without a pause',
      run: attempts([0, 0]),
      findings: [
        {
          messageId: 'storm',
          at: ['fetch#1', 'fetch#2', 'fetch#3'],
          // Why it failed is told by the rule about failed steps.
          severity: 'info',
          causes: ['fetch#1'],
          confidence: 0.8,
        },
      ],
      message: 'Step "fetch" was tried 3 times in 3 ms, with pauses of 0 ms at most; none succeeded.',
    },
    {
      name: 'with the same input, and pauses that do not grow',
      run: attempts([10, 10, 10], { input: { query: 'a' } }),
      findings: [{ messageId: 'storm', at: ['fetch#1', 'fetch#2', 'fetch#3', 'fetch#4'], confidence: 0.9 }],
      message:
        'Step "fetch" was tried 4 times in 34 ms with the same input, with pauses of 10 ms at most; none succeeded.',
    },
    {
      name: 'the last of four succeeded',
      run: gantt`
        fetch  : =x
        fetch#2:   =x
        fetch#3:     =x
        fetch#4:       ==
      `,
      findings: [
        {
          messageId: 'storm',
          at: ['fetch', 'fetch#2', 'fetch#3', 'fetch#4'],
          severity: 'warning',
          data: { outcome: 'the last one succeeded' },
        },
      ],
    },
  ],
});
