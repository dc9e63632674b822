import type { Run } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { exponential, uniform } from './durations.ts';
import { runsOf } from './simulated.test-support.ts';

const tookOf = (runs: readonly Run[], stepId: string): number[] =>
  runs.flatMap(({ executions }) =>
    executions.filter((execution) => execution.stepId === stepId).map(({ startMs, endMs = 0 }) => endMs - startMs),
  );

const close = (values: readonly number[]): number[] => values.map((ms) => Math.round(ms * 1e3));

describe('common random numbers', () => {
  const steps = ['a', 'b', 'c'].map((id) => ({ id, dependencies: [], failureTolerance: 'high' as const }));
  const random = { durationMs: uniform(1, 9), failureProbability: 0.2, maxAttempts: 3 };

  it('stay with their step when another one changes, comes or goes', () => {
    const before = runsOf({ runs: 50, behaviourOf: () => random }, ...steps);
    const other = { durationMs: exponential(50), failureProbability: 0.6, maxAttempts: 5 };
    const after = runsOf(
      { runs: 50, behaviourOf: ({ id }) => (id === 'a' ? other : random) },
      { id: 'new' },
      ...steps.slice(0, 2).toReversed(),
    );
    expect(close(tookOf(after, 'b'))).toEqual(close(tookOf(before, 'b')));
    expect(close(tookOf(after, 'a'))).not.toEqual(close(tookOf(before, 'a')));
  });

  it('are not shared by steps, runs or attempts', () => {
    const runs = runsOf({ runs: 50, behaviourOf: () => random }, ...steps);
    const lengths = close(steps.flatMap(({ id }) => tookOf(runs, id)));
    expect(new Set(lengths).size).toBeGreaterThan(0.97 * lengths.length);
  });
});
