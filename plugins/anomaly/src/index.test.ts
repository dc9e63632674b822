import { AnalysisEngine, sectionOf } from '@faultline/core';
import type { Finding, Report, Run, StepExecution } from '@faultline/model';
import healthcare, { healthyRun, healthyRuns } from '@faultline/plugin-healthcare';
import { testPlugin } from '@faultline/plugin-testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { chainRun, earlierRuns, usualChain } from './chain-runs.test-support.ts';
import anomaly, { comparisonSection } from './index.ts';

const engine = new AnalysisEngine([healthcare, anomaly]);
const found = async (run: Run, history = healthcareHistory): Promise<Finding[]> =>
  (await engine.analyze(run, { history })).findings.filter(({ ruleId }) => !ruleId.startsWith('ingest/'));

let healthcareHistory: ReturnType<typeof engine.load>;
beforeAll(async () => {
  healthcareHistory = engine.load(await engine.learn(healthyRuns(200, 1)));
});

testPlugin(anomaly, { folder: `${import.meta.dirname}/..`, learns: true, numRuns: 25 });

it('finds the same whatever the order in which a run is written', async () => {
  const run = chainRun({ ...usualChain, fetch: 900, surprise: 5 }, 200);
  const history = engine.load(await engine.learn(earlierRuns(200)));
  const turned = { ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() };
  expect(await found(run, history)).not.toEqual([]);
  expect(await found(turned, history)).toEqual(await found(run, history));
});

describe('the promise', () => {
  it('reports at most the chosen share of usual runs, plus three standard deviations, with 200 earlier ones', async () => {
    const fresh = [...healthyRuns(200, 2)];
    let exact = 0;
    let any = 0;
    for (const run of fresh) {
      const findings = await found(run);
      if (findings.some((finding) => finding.kind === 'detector' && finding.guarantee === 'exact')) exact++;
      if (findings.length > 0) any++;
    }
    const most = 200 * 0.05 + 3 * Math.sqrt(200 * 0.05 * 0.95);
    expect(exact).toBeLessThanOrEqual(most);
    // Nobody can promise it of fitted tails; here they keep it as well.
    expect(any).toBeLessThanOrEqual(most);
  });
});

/** The run with the executions of a step replaced, and everything after it moved. */
function changing(
  run: Run,
  stepId: string,
  change: (execution: StepExecution) => readonly StepExecution[],
  laterMs = 0,
): Run {
  const endMs = run.executions.find((execution) => execution.stepId === stepId)?.endMs ?? 0;
  return {
    ...run,
    endMs: (run.endMs ?? 0) + laterMs,
    executions: run.executions.flatMap((execution) => {
      if (execution.stepId === stepId) return change(execution);
      if (execution.startMs < endMs) return [execution];
      return [{ ...execution, startMs: execution.startMs + laterMs, endMs: (execution.endMs ?? 0) + laterMs }];
    }),
  };
}

const planted: readonly { readonly fault: string; readonly rule: string; readonly run: (run: Run) => Run }[] = [
  {
    fault: 'a step that takes three times as long',
    rule: 'anomaly/slow-step',
    run: (run) => changing(run, 'clinical_validation', (one) => [{ ...one, endMs: one.endMs! + 9_800 }], 9_800),
  },
  {
    fault: 'memory doubled',
    rule: 'anomaly/unusual-memory',
    run: (run) =>
      changing(run, 'lab_results_analysis', (one) => [{ ...one, metrics: { ...one.metrics, memoryMiB: 1982 } }]),
  },
  {
    fault: 'a step lost',
    rule: 'anomaly/missing-step',
    run: (run) => changing(run, 'lab_results_analysis', () => []),
  },
  {
    fault: 'a step too many',
    rule: 'anomaly/unexpected-step',
    run: (run) =>
      changing(run, 'lab_results_analysis', (one) => [one, { ...one, id: 'extra', stepId: 'insurance_precheck' }]),
  },
  {
    fault: 'a loop',
    rule: 'anomaly/loop',
    run: (run) =>
      changing(run, 'lab_results_analysis', (one) =>
        [1, 2, 3, 4, 5].map((round) => ({ ...one, id: `${one.id}-${round}`, item: String(round) })),
      ),
  },
  {
    fault: 'a burst of retries',
    rule: 'anomaly/retry-burst',
    run: (run) =>
      changing(run, 'lab_results_analysis', (one) =>
        [1, 2, 3, 4].map((attempt) => ({
          ...one,
          id: `${one.id}-${attempt}`,
          attempt,
          startMs: one.startMs + attempt,
          ...(attempt < 4 && { status: 'failed' as const, error: { type: 'timeout', message: '' } }),
        })),
      ),
  },
  {
    fault: 'a failure where there never was one',
    rule: 'anomaly/unusual-failure',
    run: (run) =>
      changing(run, 'medical_literature_consultation', (one) => [
        { ...one, status: 'failed', error: { type: 'timeout', message: '' } },
      ]),
  },
];

describe('what is planted', () => {
  it('is not reported of the run that it is planted into', async () => {
    expect(await found(healthyRun())).toEqual([]);
  });

  it.each(planted)('is found: $fault', async ({ rule, run }) => {
    expect((await found(run(healthyRun()))).map(({ ruleId }) => ruleId)).toContain(rule);
  });
});

const unknownOf = ({ summary }: Report): string[] =>
  summary.flatMap(({ topic, text }) => (topic === 'unknown' ? [text] : []));

describe('anomaly/comparison', () => {
  it('says what to do where there is no history', async () => {
    const report = await engine.analyze(healthyRun());
    expect(sectionOf(report, comparisonSection)).toMatchObject({ runs: 0, tests: 0, mostUnusual: [] });
    const [section] = report.sections;
    expect(section?.blocks).toHaveLength(1);
    expect(JSON.stringify(section?.blocks)).toContain('faultline learn');
    expect(unknownOf(report)).toEqual(['Not compared: nothing was learned of "comprehensive_diagnostic_analysis".']);
  });

  it('says how much history is missing', async () => {
    const history = engine.load(await engine.learn(healthyRuns(12, 1)));
    const report = await engine.analyze(healthyRun(), { history });
    expect(JSON.stringify(report.sections[0]?.blocks)).toContain('There are 12 earlier runs, and 50 are needed');
    expect(unknownOf(report)).toEqual(['Not compared: 12 earlier runs of 50 needed.']);
  });

  it('speaks of one earlier run as one', async () => {
    const history = engine.load(await engine.learn(healthyRuns(1, 1)));
    const report = await engine.analyze(healthyRun(), { history });
    expect(JSON.stringify(report.sections[0]?.blocks)).toContain('There is 1 earlier run, and 50 are needed');
  });

  it('tells steps that history hardly knows', async () => {
    const earlier = earlierRuns(100).map((run, index) =>
      index < 12 ? run : { ...run, executions: run.executions.filter(({ stepId }) => stepId !== 'store'), edges: [] },
    );
    const history = engine.load(await engine.learn(earlier));
    const report = await engine.analyze(chainRun(usualChain, 100), { history });
    expect(sectionOf(report, comparisonSection)?.shortSteps).toEqual([{ stepId: 'store', observations: 12 }]);
    expect(unknownOf(report)).toEqual(['Durations not compared: of "store" fewer than 50 are known.']);
  });

  it('says that most steps were slow at once, which none of them is to blame for', async () => {
    const history = engine.load(await engine.learn(earlierRuns(200)));
    const timingOf = async (run: Run): Promise<string[]> =>
      (await engine.analyze(run, { history })).summary.flatMap(({ topic, text }) => (topic === 'timing' ? [text] : []));
    const slow = Object.fromEntries(Object.entries(usualChain).map(([stepId, tookMs]) => [stepId, 10 * tookMs]));
    expect(await timingOf(chainRun(slow, 200))).toEqual([
      '3 of 3 steps took unusually long: look first for what they share, be it a host, a service, the load or the day.',
    ]);
    expect(await timingOf(chainRun({ ...usualChain, fetch: 1000 }, 200))).toEqual([]);
  });

  it('counts what was asked, and lists what was most unusual', async () => {
    const history = engine.load(await engine.learn(earlierRuns(200)));
    const report = await engine.analyze(chainRun({ ...usualChain, fetch: 900 }, 200), { history });
    const value = sectionOf(report, comparisonSection);
    expect(value).toMatchObject({
      runs: 200,
      rate: 0.05,
      mostUnusual: [{ stepId: 'fetch', metric: 'durationMs', observed: 900, observations: 200, isAlarm: true }],
    });
    expect(value!.exactAlarms + value!.extrapolatedAlarms).toBeGreaterThan(0);
    // Three durations, two waits, three kinds of retries, and the run: its duration, outlier, steps, rounds and order.
    expect(value).toMatchObject({ families: 11, tests: 3 * 2 + 2 + 3 + 2 + 4 });
  });
});
