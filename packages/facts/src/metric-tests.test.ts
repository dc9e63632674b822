import { viewOf } from '@faultline/core';
import { executionOf, learnedFrom, runOf } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { distributionOf, emptyHistogram, addToHistogram, type Distribution } from '@faultline/stats';
import { describe, expect, it } from 'vitest';
import { baselines, comparisonWith, type Baselines } from './baselines.ts';
import { comparedMetrics, metricTests } from './metric-tests.ts';

/** 1, 2, … count. */
function upTo(count: number): Distribution {
  const histogram = emptyHistogram();
  const values = Array.from({ length: count }, (_, index) => index + 1);
  for (const value of values) addToHistogram(histogram, value);
  return distributionOf({ histogram, values });
}

const usual = comparisonWith(upTo(199));

describe('comparedMetrics', () => {
  it('has nothing to say without metrics, and without 50 observations', () => {
    expect(comparedMetrics([], () => usual)).toBeUndefined();
    expect(comparedMetrics([['costUsd', 1e6]], () => undefined)).toBeUndefined();
    expect(comparedMetrics([['costUsd', 1e6]], () => comparisonWith(upTo(49)))).toBeUndefined();
    expect(comparedMetrics([['costUsd', 1e6]], () => comparisonWith(upTo(50)))).toBeDefined();
  });

  it('counts what lies in the middle, and says no more of it', () => {
    expect(comparedMetrics([['costUsd', 100]], () => usual)).toEqual({ count: 2, tests: [], exactP: 1, p: 1 });
    expect(comparedMetrics([['waitMs', 1]], () => usual)).toEqual({ count: 1, tests: [], exactP: 1, p: 1 });
  });

  it('ranks what lies at an end: exactly, and beyond all that was seen by a tail', () => {
    const [high] = comparedMetrics([['costUsd', 196]], () => usual)?.tests ?? [];
    expect(high).toMatchObject({ direction: 'high', exactP: 5 / 200, p: 5 / 200, guarantee: 'exact' });
    const [low] = comparedMetrics([['costUsd', 4]], () => usual)?.tests ?? [];
    expect(low).toMatchObject({ direction: 'low', exactP: 5 / 200, guarantee: 'exact' });
    const [beyond] = comparedMetrics([['costUsd', 900]], () => usual)?.tests ?? [];
    expect(beyond).toMatchObject({ exactP: 1 / 200, guarantee: 'extrapolated' });
    expect(beyond?.p).toBeLessThan(1 / 2000);
  });

  it('asks of what was cut short whether it was high, not whether it was low', () => {
    const cutShort = { isCutShort: true };
    expect(comparedMetrics([['costUsd', 4]], () => usual)?.tests).toHaveLength(1);
    expect(comparedMetrics([['costUsd', 4]], () => usual, cutShort)).toEqual({ count: 1, tests: [], exactP: 1, p: 1 });
    expect(comparedMetrics([['costUsd', 900]], () => usual, cutShort)?.tests).toMatchObject([{ direction: 'high' }]);
  });

  it('gives a long duration ten times the attention of a short one', () => {
    const ofHigh = comparedMetrics([['durationMs', 199]], () => usual);
    const ofLow = comparedMetrics([['durationMs', 1]], () => usual);
    // Two tests whose weights are 10 and 1, relative to their mean.
    expect(ofHigh?.exactP).toBeCloseTo(((2 / 200) * 2 * 5.5) / 10 / 1, 12);
    expect(ofLow?.exactP).toBeCloseTo((2 / 200) * 2 * 5.5, 12);
  });

  it('divides by the number of all tests, those in the middle as well', () => {
    const alone = comparedMetrics([['costUsd', 199]], () => usual);
    const among = comparedMetrics(
      [
        ['costUsd', 199],
        ['memoryMiB', 100],
        ['cpuCores', 100],
      ],
      () => usual,
    );
    expect(among?.exactP).toBeCloseTo(3 * (alone?.exactP ?? 0), 12);
  });
});

const fetching = (index: number, durationMs: number): Run =>
  runOf([executionOf({ startMs: 1000 * index, endMs: 1000 * index + durationMs })], { id: `run-${index}` });
const history = Array.from({ length: 100 }, (_, index) => fetching(index, 100 + index));
// The view of the learner that was folded.
const learned = learnedFrom({ baselines }, history).views.get(baselines.id) as Baselines;

/** Twenty executions of one step, each a little longer than the one before. */
const rounds = (index: number, durationMs: number): Run =>
  runOf(
    Array.from({ length: 20 }, (_, round) => {
      const startMs = 10_000 * round;
      return executionOf({ id: `fetch-${round}`, stepId: 'fetch', startMs, endMs: startMs + durationMs + round });
    }),
    { id: `rounds-${index}` },
  );

/** A caller whose own work is 10 ms, and its call. */
const nested = (index: number, callMs: number): Run =>
  runOf(
    [
      executionOf({ id: 'agent', stepId: 'agent', startMs: 0, endMs: callMs + 10 }),
      executionOf({ id: 'call', stepId: 'call', parentId: 'agent', startMs: 5, endMs: 5 + callMs }),
    ],
    { id: `nested-${index}` },
  );

describe('metricTests', () => {
  it('compares each completed execution with earlier ones of its step, once', () => {
    const run = viewOf(fetching(200, 500));
    const [compared] = metricTests(run, learned);
    expect(compared?.tests).toMatchObject([{ metric: 'durationMs', direction: 'high', value: 500, exactP: 1 / 101 }]);
    expect(metricTests(run, learned)).toBe(metricTests(run, learned));
  });

  it('takes a run that is slow as a whole for one, however many executions it has', () => {
    const earlier = Array.from({ length: 100 }, (_, index) => rounds(index, 100 + 30 * index));
    const ofRounds = learnedFrom({ baselines }, earlier).views.get(baselines.id) as Baselines;
    const exactPs = metricTests(viewOf(rounds(200, 9_000)), ofRounds).map((one) => one?.tests[0]?.exactP);
    // The longest is 1 of 2020, the second one 2 of them: together one in 101.
    expect(exactPs).toEqual(Array.from({ length: 20 }, (_, round) => (20 - round) / 2020));
  });

  it('takes no difference below a millisecond, or a hundredth, for unusual', () => {
    const constant = Array.from({ length: 100 }, (_, index) => fetching(index, 0));
    const ofConstant = learnedFrom({ baselines }, constant).views.get(baselines.id) as Baselines;
    const testsOf = (durationMs: number) => metricTests(viewOf(fetching(200, durationMs)), ofConstant)[0]?.tests;
    expect(testsOf(0.5)).toEqual([]);
    expect(testsOf(2)).toMatchObject([{ isBeyondAll: true }]);
    expect(comparedMetrics([['costUsd', 190]], () => usual)?.tests).toEqual([]);
  });

  it('says nothing of other steps, of what failed, and without history', () => {
    const other = viewOf(runOf([executionOf({ stepId: 'parse' })]));
    const failed = viewOf(runOf([executionOf({ status: 'failed' })]));
    const none = learnedFrom({ baselines }, []).views.get(baselines.id) as Baselines;
    expect(metricTests(other, learned)).toEqual([undefined]);
    expect(metricTests(failed, learned)).toEqual([undefined]);
    expect(metricTests(viewOf(fetching(200, 500)), none)).toEqual([]);
  });

  it('compares the own work of what called others, not its time', () => {
    const earlier = Array.from({ length: 100 }, (_, index) => nested(index, 100 + index));
    const ofNested = learnedFrom({ baselines }, earlier).views.get(baselines.id) as Baselines;
    const compared = metricTests(viewOf(nested(200, 900)), ofNested);
    expect(compared.map((one) => one?.tests.map(({ metric }) => metric))).toEqual([[], ['durationMs']]);
  });
});
