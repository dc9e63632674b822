import { describe, expect, it } from 'vitest';
import { viewOf, type RunView } from '@faultline/core';
import { gantt, runOf } from '@faultline/plugin-testkit';
import type { Edit } from './edit.ts';
import { whatIfOverHistory } from './what-if-over-history.ts';
import { whatIf } from './what-if.ts';

/** Runs of two steps, one after the other, that take what a wheel of numbers says. */
const history = (count: number): readonly RunView[] =>
  Array.from({ length: count }, (_, at) => {
    const fetchMs = 10 + ((at * 7) % 11);
    const rankMs = 5 + ((at * 3) % 5);
    const status = 'completed' as const;
    return viewOf(
      runOf(
        [
          { id: 'fetch', stepId: 'fetch', startMs: 0, endMs: fetchMs, status },
          { id: 'rank', stepId: 'rank', startMs: fetchMs, endMs: fetchMs + rankMs, status },
        ],
        { id: `run ${at}`, startMs: 0 },
      ),
    );
  });
const half: Edit = { kind: 'scale', stepId: 'fetch', factor: 0.5 };

describe('over history', () => {
  it('the gain is the mean of the gains of the runs', () => {
    const runs = history(30);
    const { before, after, gainMs, runs: count } = whatIfOverHistory(runs, [half]);
    const gains = runs.map((run) => whatIf(run, [half]).gainMs);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    expect(count).toBe(30);
    expect(gainMs.mean).toBeCloseTo(mean, 9);
    expect(before.meanMs - after.meanMs).toBeCloseTo(mean, 9);
    expect(before.p50Ms).toBeGreaterThan(after.p50Ms);
    expect(before.p95Ms).toBeGreaterThan(before.p50Ms);
  });

  it('no edit is the history as it was', () => {
    const { before, after, gainMs, probabilityOfGain } = whatIfOverHistory(history(12), []);
    expect(after).toEqual(before);
    expect([gainMs, probabilityOfGain]).toEqual([{ mean: 0, low: 0, high: 0 }, 0]);
  });

  it('the interval is that of a mean', () => {
    const runs = history(100);
    const { gainMs } = whatIfOverHistory(runs, [half], { replicates: 4000 });
    const gains = runs.map((run) => whatIf(run, [half]).gainMs);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const deviation = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length / gains.length);
    expect((gainMs.high - gainMs.low) / (2 * 1.96 * deviation)).toBeCloseTo(1, 1);
  });

  it('the mean of new runs is less certain, by their luck', () => {
    const certain = whatIfOverHistory(history(50), [half], { newRuns: 10_000 });
    const equal = whatIfOverHistory(history(50), [half]);
    const width = ({ newMeanMs: { low, high } }: typeof equal) => high - low;
    // Half the variance is that of the known runs.
    expect(width(equal) / width(certain)).toBeCloseTo(Math.SQRT2, 1);
    expect(equal.newMeanMs).toMatchObject({ mean: equal.after.meanMs, newRuns: 50 });
  });

  it('what is certain to gain does, and what is a matter of luck may', () => {
    expect(whatIfOverHistory(history(20), [half]).probabilityOfGain).toBe(1);
    expect(whatIfOverHistory(history(20), [{ kind: 'scale', stepId: 'fetch', factor: 1.5 }]).probabilityOfGain).toBe(0);
  });

  it('depends on the seed and on nothing else', () => {
    const runs = history(20);
    const cache: Edit = { kind: 'cache', stepId: 'fetch', hitRate: 0.3, hitCostMs: 1 };
    const first = whatIfOverHistory(runs, [cache], { seed: 4 });
    expect(whatIfOverHistory(runs.toReversed(), [cache], { seed: 4 })).toEqual(first);
    expect(whatIfOverHistory(runs, [cache], { seed: 5 }).gainMs).not.toEqual(first.gainMs);
  });

  it('a further attempt is as likely to succeed as in all runs', () => {
    const runs = [
      viewOf(gantt`
        ask#1: ==x
        ask#2:    ==
      `),
      viewOf(gantt`
        ask#1: ==x
        ask#2:    ==x
      `),
    ];
    const { after, notes } = whatIfOverHistory(runs, [{ kind: 'retries', stepId: 'ask', maxAttempts: 3 }]);
    // The second takes 2 more or 3 more.
    expect(after.meanMs).toBe((5 + 6 + 2.5) / 2);
    expect(notes).toEqual([
      {
        text: 'A further attempt at step "ask" is taken to succeed in 50 % of cases, as did those before (2).',
        runs: 1,
      },
    ]);
  });

  it('counts the runs that would fail', () => {
    const { failingRuns } = whatIfOverHistory(history(11), [{ kind: 'timeout', stepId: 'fetch', timeoutMs: 15 }]);
    // Of 10 to 20 ms those of 16 to 20.
    expect(failingRuns).toBe(5);
  });

  it('asks for runs', () => {
    expect(() => whatIfOverHistory([], [])).toThrow(RangeError);
  });
});
