import { viewOf } from '@faultline/core';
import { executionOf, gantt, runOf } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { mendedAttempts } from './mended-attempts.ts';

const retry = (from: string, to: string) => ({ from, to, origin: 'explicit', kind: 'retry' }) as const;

describe('mendedAttempts', () => {
  it('are those after which the last completed', () => {
    const run = viewOf(gantt`
      fetch  : ==x
      fetch#2:     ==x
      fetch#3:         ==
      parse  : ==x
      parse#2:     ==x
    `);
    const mended = mendedAttempts(run);
    expect(run.executions.filter((_, node) => mended[node] === 1).map(({ id }) => id)).toEqual(['fetch', 'fetch#2']);
  });

  it('ends where retries are recorded the other way round, in a circle', () => {
    const attempts = [1, 2, 3].map((attempt) =>
      executionOf({ id: `a${attempt}`, stepId: 'fetch', attempt, startMs: attempt * 10, endMs: attempt * 10 + 5 }),
    );
    const run = runOf(attempts.map((one) => (one.attempt < 3 ? { ...one, status: 'failed' } : one)));
    const circled = { ...run, edges: [...run.edges, retry('a2', 'a1'), retry('a3', 'a2'), retry('a3', 'a1')] };
    expect([...mendedAttempts(viewOf(circled))]).toEqual([1, 1, 0]);
  });
});
