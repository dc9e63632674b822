import { AnalysisEngine, defineWorkflow, definePlugin, sectionOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { drawnRuns, simulate, type StepBehaviour } from '@faultline/simulator';
import { describe, expect, it } from 'vitest';
import type { PointValue } from './point-value.ts';
import { preventionRules } from './prevention-rules.ts';
import { preventionSection } from './prevention-section.ts';

// What is predicted from runs before a change, against the simulator with the change made.

const definition = defineWorkflow({
  id: 'answer',
  steps: {
    plan: { failureTolerance: 'low', baseline: { durationMs: { p50: 300, p95: 600 }, successRate: { mean: 0.98 } } },
    search: { needs: ['plan'], failureTolerance: 'low', baseline: { durationMs: { p50: 800, p95: 2000 } } },
    read: { needs: ['plan'], baseline: { durationMs: { p50: 200, p95: 300 } } },
    answer: {
      needs: [
        { on: 'search', criticality: 'high' },
        { on: 'read', criticality: 'low' },
      ],
      failureTolerance: 'low',
      baseline: { durationMs: { p50: 1500, p95: 2500 }, successRate: { mean: 0.99 } },
    },
  },
});
const before: Partial<StepBehaviour> = { failureProbability: 0.12, failureType: 'external_service_error' };

const behaviourOf = ({ id }: { readonly id: string }) => (id === 'search' ? before : {});

/** Runs of which the last one fails at the search, and no other step. */
function runsWith(seed: number): readonly [failed: Run, earlier: readonly Run[]] {
  const runs = Array.from(simulate(definition, { seed, runs: 400, behaviourOf }), ({ run }) => run);
  const failed = runs.findLast(({ executions }) =>
    executions.every(({ stepId, status }) => (status === 'failed') === (stepId === 'search') || status === 'skipped'),
  )!;
  return [failed, runs.filter((run) => run !== failed)];
}

async function predicted(seed: number): Promise<PointValue> {
  const engine = new AnalysisEngine([
    definePlugin({ name: 'failure', rules: preventionRules, analyses: [preventionSection] }),
  ]);
  const [failed, earlier] = runsWith(seed);
  const report = await engine.analyze(failed, { definition, history: engine.load(await engine.learn(earlier)) });
  const point = sectionOf(report, preventionSection)?.points.find(({ stepId }) => stepId === 'search');
  return point!;
}

/** What then happens, in new runs with the change made. */
function happening(change: Partial<StepBehaviour>) {
  const runs = 20_000;
  const { makespansMs, hasFailed } = drawnRuns(definition, {
    seed: 77,
    runs,
    behaviourOf: ({ id }) => (id === 'search' ? { ...before, ...change } : {}),
  });
  const sorted = makespansMs.toSorted();
  const failureRate = hasFailed.reduce((sum, one) => sum + one, 0) / runs;
  return { failureRate, meanMs: sorted.reduce((sum, one) => sum + one, 0) / runs, p95Ms: sorted[0.95 * runs] };
}

describe('of a step that fails independently, what is predicted from 399 runs', () => {
  it.each([
    ['as it is today', 'before', {}],
    ['with two retries', 'after', { maxAttempts: 3, backoffMs: 1000 }],
  ] as const)('%s happens: in nine of ten histories at least within the interval', async (_name, side, change) => {
    const { failureRate, meanMs, p95Ms } = happening(change);
    let held = 0;
    for (let seed = 0; seed < 10; seed++) {
      const point = await predicted(seed);
      const effect = point.measures.find(({ kind }) => kind === 'retry')!.effect![side];
      if (effect.failureRate.low <= failureRate && failureRate <= effect.failureRate.high) held++;
      expect(Math.abs(effect.meanMs / meanMs - 1)).toBeLessThan(0.1);
      expect(Math.abs(effect.p95Ms / p95Ms - 1)).toBeLessThan(0.15);
    }
    expect(held).toBeGreaterThanOrEqual(9);
  });
});

describe('of a step that fails in rows of runs', () => {
  it('is learned, and a circuit breaker is proposed for it', async () => {
    const down = Array.from({ length: 30 }, (_, at) => 100 + at);
    const runs = Array.from(
      simulate(definition, {
        seed: 5,
        runs: 200,
        faults: [{ kind: 'failing-step', stepId: 'search', runs: down, failureType: 'external_service_error' }],
      }),
      ({ run }) => run,
    );
    const engine = new AnalysisEngine([
      definePlugin({ name: 'failure', rules: preventionRules, analyses: [preventionSection] }),
    ]);
    const history = engine.load(await engine.learn(runs));
    const { sections } = await engine.analyze(runs[115], { definition, history });
    const value = preventionSection.schema.parse(sections[0]?.value);
    const point = value.points[0];
    // Of an outage of 30 runs, 29 follow another one that failed.
    expect(point.failsNextRun.expected).toBeGreaterThan(0.8);
    expect(point.measures.find(({ kind }) => kind === 'breaker')).toMatchObject({ applies: true, isWorthwhile: true });
  });
});
