import { executionOf, runOf, testRule } from '@faultline/plugin-testkit';
import type { Run, StepExecutionInput } from '@faultline/model';
import { batching } from './batching.ts';

/** Calls one after another, each with its duration and whatever else is different about it. */
function calls(
  durations: readonly number[],
  overridesOf: (index: number) => Partial<StepExecutionInput> = () => ({}),
): Run {
  let startMs = 0;
  return runOf(
    durations.map((duration, index) => {
      const execution = executionOf({
        id: `embed[${index}]`,
        stepId: 'embed',
        item: `${index}`,
        startMs,
        endMs: startMs + duration,
        ...overridesOf(index),
      });
      startMs += duration;
      return execution;
    }),
  );
}
const tenTimes = Array.from({ length: 10 }, () => 20);

testRule(batching, {
  valid: [
    { name: 'nine calls', run: calls(tenTimes.slice(1)) },
    { name: 'calls that are long', run: calls(tenTimes.map(() => 1001)) },
    { name: 'calls that act on the world', run: calls(tenTimes, () => ({ type: 'handoff' })) },
    {
      name: 'calls of many callers',
      run: calls(tenTimes, (index) => ({ parentId: index === 9 ? 'embed[0]' : 'embed[9]' })),
      options: { leastCalls: 10 },
    },
    { name: 'calls that take no time', run: calls(tenTimes.map(() => 0)) },
  ],
  invalid: [
    {
      name: 'ten calls of unknown size',
      run: calls(tenTimes),
      message:
        'Step "embed" made 10 calls, of which at most 20 ms each is overhead: the shortest took that. In batches of 10 this run would have ended up to 180 ms earlier.',
      findings: [
        {
          messageId: 'bounded',
          at: tenTimes.map((_, index) => `embed[${index}]`),
          impact: { savesMs: { low: 0, expected: 90, high: 180 }, basis: 'retimed' },
        },
      ],
    },
    {
      name: 'ten calls that take 5 ms, and 1 ms for each token',
      run: calls(
        tenTimes.map((_, index) => 5 + 10 * (index + 1)),
        (index) => ({ metrics: { inputTokens: 10 * (index + 1) } }),
      ),
      options: { batchSize: 5 },
      message:
        'Step "embed" made 10 calls, of which 5 ms each is overhead: what is left of their durations when their input tokens is taken off. In batches of 5 this run would have ended 40 ms earlier.',
      findings: [{ messageId: 'measured', at: tenTimes.map((_, index) => `embed[${index}]`) }],
    },
  ],
});
