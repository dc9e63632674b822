import { globSync, readFileSync } from 'node:fs';
import { AnalysisEngine, definePlugin, defineValidator, sectionOf } from '@faultline/core';
import { workflowDefinitionSchema, type Finding, type Run } from '@faultline/model';
import { comprehensiveDiagnosticAnalysis, healthyRuns, incidents } from '@faultline/plugin-healthcare';
import { arbitraryRun, gantt } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preventionRules } from './prevention-rules.ts';
import { preventionSection } from './prevention-section.ts';

const engine = new AnalysisEngine([
  definePlugin({ name: 'failure', rules: preventionRules, analyses: [preventionSection] }),
]);

const definition = workflowDefinitionSchema.parse({
  id: 'drawn',
  steps: [
    { id: 'fetch', failureTolerance: 'low', baseline: { successRate: { mean: 0.9 }, durationMs: { p50: 4, p95: 6 } } },
    { id: 'parse', dependencies: [{ on: 'fetch', dataFlow: ['pages'] }], expectedDurationMs: 5 },
    { id: '__proto__', dependencies: ['parse', { on: 'rank', criticality: 'low' }] },
    { id: 'rank', dependencies: [{ on: 'fetch', dependencyType: 'control' }], failureTolerance: 'high' },
  ],
});

const kindsOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ ruleId, stepIds }) => `${ruleId.replace('failure/', '')} ${stepIds[0] ?? ''}`);

describe('every rule', () => {
  it('stands any run, with and without a definition, and finds the same in whatever order it is written', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRun, fc.boolean(), async (run, isDefined) => {
        const turned = { ...run, executions: run.executions.toReversed(), edges: run.edges.toReversed() };
        const { findings, sections } = await engine.analyze(run, isDefined ? { definition } : {});
        const other = await engine.analyze(turned, isDefined ? { definition } : {});
        expect(findings.filter(({ ruleId }) => ruleId === 'core/rule-failed')).toEqual([]);
        expect([other.findings, other.sections]).toEqual([findings, sections]);
      }),
      { numRuns: 40 },
    );
  });

  it('says the same as the section', async () => {
    const run = gantt`
      fetch: ====x  { failure: timeout }
      parse:      / <- fetch
    `;
    const report = await engine.analyze(run, { definition });
    const measures = sectionOf(report, preventionSection)?.points.flatMap((point) => point.measures) ?? [];
    const proposed = measures.flatMap(({ isWorthwhile, effect }) => (isWorthwhile && effect ? [effect] : []));
    const reported = report.findings.flatMap((one) => (one.kind === 'optimizer' ? (one.impact.failureRate ?? []) : []));
    expect(proposed).toHaveLength(3);
    expect(new Set(proposed.map(({ after }) => after.failureRate))).toEqual(
      new Set(reported.map(({ after }) => after)),
    );
    expect(measures.map(({ kind }) => kind)).toEqual(['retry', 'timeout', 'fallback', 'gate', 'breaker', 'redundancy']);
    expect(measures.filter(({ reason }) => reason === '')).toEqual([]);
  });

  it('stands steps that need each other in a circle', async () => {
    const circle = workflowDefinitionSchema.parse({
      id: 'drawn',
      steps: [
        { id: 'fetch', dependencies: ['parse'] },
        { id: 'parse', dependencies: ['fetch'] },
      ],
    });
    const { findings, sections } = await engine.analyze(gantt`fetch: ==x { failure: timeout }`, { definition: circle });
    expect(findings.filter(({ ruleId }) => ruleId === 'core/rule-failed')).toEqual([]);
    expect(sections).toHaveLength(1);
  });

  it('says nothing of a run in which nothing failed', async () => {
    expect(await engine.analyze(gantt`fetch: ====`)).toMatchObject({ findings: [], sections: [] });
  });

  it.each([...preventionRules])('$id has a page, advice, and a place in the README', ({ id, advice, description }) => {
    const name = id.replace('failure/', '');
    const [page] = globSync(`${import.meta.dirname}/${name}.md`);
    expect(readFileSync(page ?? '', 'utf8').match(/^##? .*/gm)).toEqual([
      `# ${id}`,
      '## What it checks',
      '## Why it matters',
      '## Example',
      '## When not to use it',
    ]);
    expect([description, advice].filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
    expect(readFileSync(`${import.meta.dirname}/../../README.md`, 'utf8')).toContain(`/${name}.md)`);
  });
});

const runOf = (id: string): Run => incidents.find((incident) => incident.id === id)!.run();

const reportOn = async (id: string) => {
  const report = await engine.analyze(runOf(id), { definition: comprehensiveDiagnosticAnalysis });
  return { report, points: sectionOf(report, preventionSection)?.points ?? [] };
};

describe('a clinician is told', () => {
  it('of a literature outage: answer from elsewhere, and do not wait for it each time; not to try yet again', async () => {
    const { report, points } = await reportOn('literature-outage');
    expect(kindsOf(report.findings).toSorted()).toEqual([
      'add-circuit-breaker medical_literature_consultation',
      'add-fallback medical_literature_consultation',
    ]);
    const [point] = points;
    expect(point).toMatchObject({ counted: 'runs-without', workflow: 'declared', simulatedRuns: 1000 });
    // Each run in the outage waits for three attempts of 8 s, and less with a breaker.
    const breaker = point?.measures.find(({ kind }) => kind === 'breaker')?.effect;
    expect(Number(breaker?.before.worstMs) - Number(breaker?.after.worstMs)).toBeGreaterThan(15_000);
    const reasons = new Map(point?.measures.map(({ kind, reason }) => [kind, reason]));
    expect(reasons.get('retry')).toBe('it is tried 3 times already');
    expect(reasons.get('fallback')).toBe('"differential_diagnosis" can do without its result');
  });

  it('the same whichever run was looked at before', async () => {
    const learned = await engine.learn(healthyRuns(60, 1));
    const options = () => ({ definition: comprehensiveDiagnosticAnalysis, history: engine.load(learned) });
    const shared = options();
    await engine.analyze(runOf('swallowed-validation-error'), shared);
    const after = await engine.analyze(runOf('literature-outage'), shared);
    expect(after.sections).toEqual((await engine.analyze(runOf('literature-outage'), options())).sections);
  });

  it('of a corrupted lab feed: nothing at the diagnosis, which fails of what it is given', async () => {
    const { report, points } = await reportOn('corrupted-lab-feed');
    expect(report.findings).toEqual([]);
    expect(points[0]?.stepId).toBe('differential_diagnosis');
    expect(JSON.stringify(report.sections[0]?.blocks)).toContain('Nothing of what is known here would prevent it.');
  });

  it('of a slow GPU pool: a second provider elsewhere, not a second try on the same pool', async () => {
    const history = engine.load(await engine.learn(healthyRuns(200, 1)));
    const { findings, sections } = await engine.analyze(runOf('slow-gpu-pool'), {
      definition: comprehensiveDiagnosticAnalysis,
      history,
    });
    expect(kindsOf(findings).toSorted()).toEqual([
      'add-redundancy differential_diagnosis',
      'add-redundancy symptom_analysis',
    ]);
    for (const { message } of findings) expect(message).toContain('if the second provider stands on another "gpus"');
    const { points } = preventionSection.schema.parse(sections[0]?.value);
    for (const { counted, measures, lateAfterMs, failureType } of points) {
      expect({ counted, lateAfterMs, failureType }).toEqual({
        counted: 'late-runs',
        lateAfterMs: 60_000,
        failureType: null,
      });
      const { before, after } = measures.find(({ kind }) => kind === 'redundancy')!.effect!;
      expect(before.worstFailureRate).toBeGreaterThan(0.9);
      expect(after.worstFailureRate).toBeLessThan(before.worstFailureRate - 0.1);
      expect(after.failureRate.expected).toBeLessThanOrEqual(before.failureRate.expected);
      expect(measures.find(({ kind }) => kind === 'timeout')?.reason).toMatch(/second try would use it as well/);
    }
  });

  it('of a swallowed validation error: the report must not go out', async () => {
    const { report, points } = await reportOn('swallowed-validation-error');
    expect(kindsOf(report.findings)).toEqual(['add-validation-gate guideline_check']);
    expect(report.findings[0]?.message).toMatch(/^Do not go on when step "guideline_check" fails: /);
    expect(points[0]).toMatchObject({ counted: 'wrong-runs' });
    // Nobody knows how often the check fails: no figure is told.
    expect(points[0]?.measures.find(({ kind }) => kind === 'gate')).toMatchObject({ isWorthwhile: true, effect: null });
    expect(report.findings[0]?.message).toMatch(/there is no history to say how much it gains\.$/);
    expect(report.findings[0]).toMatchObject({ impact: { basis: 'prior' } });
  });

  it('what it rests on: 200 runs, where these were learned', async () => {
    const history = engine.load(await engine.learn(healthyRuns(200, 1)));
    const { sections, findings } = await engine.analyze(runOf('literature-outage'), {
      definition: comprehensiveDiagnosticAnalysis,
      history,
    });
    // It failed in none of them: what makes that rarer is not worth it, waiting for it each time is.
    expect(kindsOf(findings)).toEqual(['add-circuit-breaker medical_literature_consultation']);
    expect(findings[0]?.data['effect']).toMatch(/^while all attempts fail, a run takes .*; from 200 attempts$/);
    expect(findings[0]).toMatchObject({ impact: { basis: 'simulated' } });
    expect(sections).toHaveLength(1);
  });
});

it('of a corrupted lab feed that a validator saw: check the lab results, and stop there', async () => {
  const run = runOf('corrupted-lab-feed');
  const lab = run.executions.find(({ stepId }) => stepId === 'lab_results_analysis')!;
  const seeing = definePlugin({ name: 'integrity', rules: [missingOutput(lab.id)] });
  const both = new AnalysisEngine([
    seeing,
    definePlugin({ name: 'failure', rules: preventionRules, analyses: [preventionSection] }),
  ]);
  const report = await both.analyze(run, { definition: comprehensiveDiagnosticAnalysis });
  const proposed = report.findings.filter(({ kind }) => kind === 'optimizer');
  expect(kindsOf(proposed)).toEqual(['add-validation-gate lab_results_analysis']);
  expect(sectionOf(report, preventionSection)?.points[0]).toMatchObject({
    kind: 'output',
    victimId: 'differential_diagnosis',
  });
});

/** Stands for the validator of that name, which this package does not know. */
const missingOutput = (executionId: string) =>
  defineValidator({
    id: 'integrity/missing-output',
    description: 'Reports one execution.',
    severity: 'error',
    messages: { missing: 'Step "{{step}}" completed without output.' },
    validate(run, { report }) {
      for (const execution of run.executions)
        if (execution.id === executionId)
          report({ messageId: 'missing', at: [execution], data: { step: execution.stepId } });
    },
  });
