import { describe, expect, it } from 'vitest';
import { viewOf, type RunView } from '@faultline/core';
import { gantt, runOf } from '@faultline/plugin-testkit';
import { lognormal } from '../durations.ts';
import { RandomStream } from '../random-stream.ts';
import { bootstrapped } from './bootstrap.ts';
import type { Edit } from './edit.ts';
import { intervalOf, type Interval } from './interval.ts';
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
const widthOf = ({ low, high }: Interval): number => Number(high) - Number(low);
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
    expect(widthOf(gainMs) / (2 * 1.96 * deviation)).toBeCloseTo(1, 1);
  });

  it('the mean of new runs is less certain, by their luck', () => {
    const certain = whatIfOverHistory(history(50), [half], { newRuns: 10_000 });
    const equal = whatIfOverHistory(history(50), [half]);
    // Half the variance is that of the known runs.
    expect(widthOf(equal.newMeanMs) / widthOf(certain.newMeanMs)).toBeCloseTo(Math.SQRT2, 1);
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

  it('says how sure it is from five runs on', () => {
    const four = whatIfOverHistory(history(4), [half]);
    expect(four.gainMs).toEqual({ mean: four.before.meanMs - four.after.meanMs, low: undefined, high: undefined });
    expect(four.probabilityOfGain).toBeUndefined();
    expect(four.newMeanMs).toEqual({ mean: four.after.meanMs, low: undefined, high: undefined, newRuns: 4 });
    expect(widthOf(whatIfOverHistory(history(5), [half]).gainMs)).toBeGreaterThan(0);
  });

  it('leaves out runs that have not ended, and counts a run once', () => {
    const runs = history(6);
    const open = viewOf({ ...runOf([{ id: 'a', stepId: 'fetch', startMs: 0, status: 'running' }]), status: 'running' });
    const answer = whatIfOverHistory([...runs, open, runs[2], ...history(1)], [half]);
    const { notes, ...figures } = whatIfOverHistory(runs, [half]);
    expect(answer).toMatchObject(figures);
    expect(notes).toEqual([]);
    expect(answer.notes).toEqual([
      { text: '1 run has not ended and was left out.', runs: 6 },
      { text: '2 runs have been given before, with the same content: each run counts once.', runs: 6 },
    ]);
    expect(() => whatIfOverHistory([open], [half])).toThrow('None of the runs has ended.');
    expect(whatIf(open, [half]).notes).toEqual(['The run has not ended: the figures are about what was seen of it.']);
  });

  it.each([0, -1, 1.5, Number.NaN])('asks for whole numbers, not %d', (value) => {
    const refused = expect.objectContaining({ code: 'FAULTLINE_USAGE' });
    expect(() => whatIfOverHistory(history(5), [half], { replicates: value })).toThrow(refused);
    expect(() => whatIfOverHistory(history(5), [half], { newRuns: value })).toThrow(refused);
  });

  it('asks for runs', () => {
    expect(() => whatIfOverHistory([], [])).toThrow(
      expect.objectContaining({ code: 'FAULTLINE_USAGE', message: 'There is no history of no runs.' }),
    );
  });
});

/**
 * Worlds in which runs gain, and then take, what a skewed distribution says: how often does the interval hold the mean that
 * the distribution has, and the mean of as many runs to come? Of 500 worlds 475 are expected, give or take 15.
 */
it.each([
  [5, 440],
  [10, 450],
  [50, 460],
])('covers what comes after %i runs', (runs, least) => {
  const quantile = lognormal({ p50: 100, p95: 160 });
  const trueMean = 100 * Math.exp((Math.log(1.6) / 1.6448536) ** 2 / 2);
  const worlds = 500;
  let [gain, newMean] = [0, 0];
  for (let world = 0; world < worlds; world++) {
    const stream = new RandomStream(world);
    const drawn = (purpose: number): readonly number[] =>
      Array.from({ length: runs }, (_, run) => quantile(stream.at(run, 0, 0, purpose)));
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / runs;
    const known = drawn(11).map((ms) => ({ gainMs: ms, outcomes: [{ probability: 1, afterMs: ms }] }));
    const knownMean = mean(known.map(({ gainMs }) => gainMs));
    const { gainMs, newMeanErrorMs } = bootstrapped(known, { seed: world, replicates: 300, newRuns: runs });
    if (holds(intervalOf(knownMean, gainMs, runs), trueMean)) gain++;
    const errors = newMeanErrorMs.map((error) => knownMean + error);
    if (holds(intervalOf(knownMean, errors, runs), mean(drawn(12)))) newMean++;
  }
  expect(gain).toBeGreaterThan(least);
  expect(newMean).toBeGreaterThan(least);
});

const holds = ({ low, high }: Interval, value: number): boolean => Number(low) <= value && value <= Number(high);
