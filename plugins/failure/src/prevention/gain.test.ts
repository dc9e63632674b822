import { defineWorkflow, viewOf } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import type { WorkflowDefinition } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { drawnRuns } from '@faultline/simulator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openShare } from './breaker.ts';
import { figuresOf, figuresWithSpread, type Belief, type WaysOf } from './figures.ts';
import { gainOf } from './gain.ts';
import { conductToday, ending, waysWith } from './measure.ts';
import { allAssessed } from './prevention.ts';
import { settingsSchema } from './settings.ts';
import { studied, type StudiedPoint } from './studied-point.ts';
import type { WeakPoint } from './weak-point.ts';

const nothingLearned: Baselines = baselines.view(baselines.empty());
const run = gantt`
  fetch: ====x  { failure: external_service_error }
  rank :      / <- fetch
`;

const workflow = defineWorkflow({
  id: 'drawn',
  steps: {
    fetch: { failureTolerance: 'low', baseline: { durationMs: { p50: 100, p95: 300 }, successRate: { mean: 0.9 } } },
    rank: {
      needs: ['fetch'],
      failureTolerance: 'low',
      baseline: { durationMs: { p50: 200, p95: 250 }, successRate: { mean: 0.95 } },
    },
  },
});

function pointOf(definition: WorkflowDefinition = workflow, changes: Partial<WeakPoint> = {}): StudiedPoint {
  const view = viewOf({ ...run, status: 'failed' }, definition);
  const point: WeakPoint = {
    stepId: 'fetch',
    executions: view.executionsOf('fetch'),
    kind: 'failure',
    failureType: 'external_service_error',
    fate: 'fatal',
    victimId: undefined,
    probability: 0.9,
    failedAttempts: 1,
    stepType: 'tool',
    slowness: undefined,
    ...changes,
  };
  return studied(view, point, { definition, workflowId: 'drawn', baselines: nothingLearned, history: [] });
}

const belief: Belief = { fails: 0.1, failsAgain: 0.1, secondFails: 0.1, failsNextRun: 0.5 };

describe('figures', () => {
  it.each([1, 2, 3])('are those of the simulator for %i attempts, which draws what is counted here', (attempts) => {
    const point = pointOf();
    const { completesMs } = point.record;
    const alike: StudiedPoint = { ...point, record: { ...point.record, failsMs: completesMs } };
    const ways = waysWith(alike, { ...conductToday(alike), attempts, pauseMs: 30 });
    const { failureRate, meanMs } = figuresOf(alike, ways, belief);
    const runs = 40_000;
    const { makespansMs, hasFailed } = drawnRuns(workflow, {
      runs,
      seed: 5,
      behaviourOf: ({ id }) =>
        id === 'fetch' ? { maxAttempts: attempts, backoffMs: 30, durationMs: completesMs } : {},
    });
    const meanOf = (values: Iterable<number>): number => [...values].reduce((sum, one) => sum + one, 0) / runs;
    // Three deviations of the mean of 1000 runs: of 0.22 for the failures of the other step, of 0.27 of the time.
    expect(Math.abs(failureRate - meanOf(hasFailed))).toBeLessThan((3 * 0.22) / Math.sqrt(1000));
    expect(Math.abs(meanMs / meanOf(makespansMs) - 1)).toBeLessThan((3 * 0.27) / Math.sqrt(1000));
  });

  it('of runs are no worse with more attempts or a second provider, with the same luck; a fallback that never fails leaves none', () => {
    const point = pointOf();
    const without: StudiedPoint = { ...point, counted: 'runs-without' };
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, fc.integer({ min: 1, max: 4 }), (fails, failsAgain, secondFails, attempts) => {
        const odds = { fails, failsAgain, secondFails, failsNextRun: 0.5 };
        const conduct = { ...conductToday(point), attempts };
        const rate = (ways: WaysOf, of = point): number => figuresOf(of, ways, odds).failureRate;
        const today = rate(waysWith(point, conduct));
        expect(rate(waysWith(point, { ...conduct, attempts: attempts + 1 }))).toBeLessThanOrEqual(today + 1e-9);
        expect(rate(waysWith(point, { ...conduct, hedgeMs: 10 }))).toBeLessThanOrEqual(today + 1e-9);
        expect(rate(ending(waysWith(point, conduct), 'failed', 'substituted'), without)).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  it('with independent attempts fail with p^(k+1), exactly, however few runs are simulated', () => {
    const alone = defineWorkflow({
      id: 'drawn',
      steps: { fetch: { failureTolerance: 'low', expectedDurationMs: 100 } },
    });
    const point = pointOf(alone);
    for (const attempts of [1, 2, 3, 4]) {
      const ways = waysWith(point, { ...conductToday(point), attempts });
      expect(figuresOf(point, ways, belief).failureRate).toBeCloseTo(0.1 ** attempts, 12);
    }
  });

  it('of a hedged call have the percentiles of the less of two times', () => {
    const alone = defineWorkflow({
      id: 'drawn',
      steps: { fetch: { failureTolerance: 'low', baseline: { durationMs: { p50: 100, p95: 300 } } } },
    });
    const point = pointOf(alone);
    const ways = waysWith(point, { ...conductToday(point), hedgeMs: 0 });
    const { p50Ms, p95Ms } = figuresWithSpread(point, ways, { ...belief, fails: 0, secondFails: 0 });
    const { completesMs } = point.record;
    // P(min > t) = P(one > t)^2: half of them within the quantile 1 - sqrt(1/2).
    // Three deviations of the percentiles of 1000 runs: of 2 % and 3.5 %.
    expect(Math.abs(p50Ms / completesMs(1 - Math.sqrt(0.5)) - 1)).toBeLessThan(0.06);
    expect(Math.abs(p95Ms / completesMs(1 - Math.sqrt(0.05)) - 1)).toBeLessThan(0.105);
  });
});

describe('a circuit breaker', () => {
  it('lets no more runs of an outage wait than it takes to open', () => {
    // Outages last a geometric number of runs, L >= 1: E[max(0, L - r)] / E[L] = q^r.
    const q = 0.7;
    for (const [openAfter, attempts, r] of [
      [3, 1, 3],
      [3, 3, 1],
      [4, 3, 2],
    ] as const) {
      let [all, beyond] = [0, 0];
      for (let length = 1; length < 400; length++) {
        const probability = q ** (length - 1) * (1 - q);
        all += probability * length;
        beyond += probability * Math.max(0, length - r);
      }
      expect(openShare({ failsNextRun: q }, openAfter, attempts)).toBeCloseTo(beyond / all, 9);
    }
  });
});

describe('gainOf', () => {
  const settings = settingsSchema.parse({});

  it('gains nothing where nothing changes', () => {
    const point = pointOf();
    const same = waysWith(point, conductToday(point));
    const { before, after, savesMs, preventedShare } = gainOf(point, same, same);
    expect(after).toEqual(before);
    expect(savesMs).toEqual({ low: 0, expected: 0, high: 0 });
    expect(preventedShare).toBe(0);
  });

  it('is within its intervals, and between impossible and certain', () => {
    for (const { gain } of allAssessed(pointOf(), settings)) {
      if (gain === undefined) continue;
      for (const { low, expected, high } of [gain.failureRate.before, gain.failureRate.after]) {
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(expected);
        expect(expected).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  it('counts the failed runs before one that succeeds', () => {
    const alone = defineWorkflow({
      id: 'drawn',
      steps: { fetch: { failureTolerance: 'low', expectedDurationMs: 95, baseline: { successRate: { mean: 0.9 } } } },
    });
    const point = pointOf(alone);
    const before = waysWith(point, conductToday(point));
    const { savesMs } = gainOf(point, before, () => [{ probability: 1, tookMs: 95, end: 'delivered' }]);
    // 0.9 runs of 95 ms and 0.1 of 5 ms for 0.9 results, then 95 ms for each.
    expect(savesMs?.expected).toBeCloseTo((0.9 * 95 + 0.1 * 5) / 0.9 - 95, 9);
  });
});
