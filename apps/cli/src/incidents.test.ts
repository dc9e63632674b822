import { AnalysisEngine, sectionOf } from '@faultline/core';
import type { Insight, Report } from '@faultline/model';
import { healthyRuns, incidents, type Incident } from '@faultline/plugin-healthcare';
import { preventionSection, propagationSection, rootCauseSection } from '@faultline/plugin-failure';
import { describe, expect, it } from 'vitest';
import { includedPlugins } from './included-plugins.ts';

const engine = new AnalysisEngine(includedPlugins);
const history = engine.load(await engine.learn(healthyRuns(500, 1)));
const reports = new Map<string, Report>();
for (const { id, run } of incidents) reports.set(id, await engine.analyze(run(), { history }));
const reportOn = (id: string): Report => reports.get(id)!;
const said = (id: string, topic: Insight['topic']): string =>
  reportOn(id)
    .summary.filter((insight) => insight.topic === topic)
    .map(({ text }) => text)
    .join(' ');
const spreadIn = (id: string) => sectionOf(reportOn(id), propagationSection)!.roots[0];

describe.each(incidents)('$id', ({ id, root, affected, containedBy }: Incident) => {
  it('names what broke first, and is surer of it than of anything else', () => {
    const { roots, candidates } = sectionOf(reportOn(id), rootCauseSection)!;
    expect(roots).toHaveLength(1);
    expect(roots[0]).toMatchObject({ kind: root.kind, name: root.name });
    expect(candidates[0]).toMatchObject({ name: root.name });
    expect(said(id, 'cause')).toMatch(new RegExp(`^(Step|The resource) "${root.name}" probably broke first: `));
  });

  it('names every step that it took down or made do without, and no other', () => {
    const text = said(id, 'propagation') + said(id, 'cause');
    const steps = engine
      .definitionOf({ workflowId: 'comprehensive_diagnostic_analysis' })!
      .steps.map((step) => step.id);
    const named = steps.filter((stepId) => stepId !== root.name && said(id, 'propagation').includes(`"${stepId}"`));
    for (const stepId of affected) expect(text).toContain(`"${stepId}"`);
    expect(named.filter((stepId) => !affected.includes(stepId))).toEqual([]);
  });

  it('names the step that kept it from spreading, if one did', () => {
    const spread = sectionOf(reportOn(id), propagationSection)?.roots[0];
    const tolerated = spread?.contained.filter(({ isTolerated, by }) => isTolerated && by === 'dependant') ?? [];
    expect(tolerated[0]?.stepId).toBe(containedBy);
  });
});

describe('the literature outage, as a clinician reads it', () => {
  const id = 'literature-outage';
  it('is an outage of a service that was contained, and cost 24 s', () => {
    expect(said(id, 'cause')).toContain('it did not get what it asked a service for');
    expect(said(id, 'propagation')).toBe(
      '"differential_diagnosis" ran without its result; there it stopped (low criticality). ' +
        '1 of 9 steps did not do its work; wasted: 24 s of work.',
    );
    expect(said(id, 'history')).toBe(
      'Never: none of 500 earlier attempts at step "medical_literature_consultation" failed so (external_service_error).',
    );
    expect(spreadIn(id)).toMatchObject({ fate: 'contained', attempts: 3, failed: [], skipped: [] });
  });

  it('would be shorter with a circuit breaker, which opens instead of trying again', () => {
    expect(reportOn(id).findings.map(({ ruleId }) => ruleId)).toContain('failure/add-circuit-breaker');
    expect(sectionOf(reportOn(id), preventionSection)!.points[0]).toMatchObject({
      stepId: 'medical_literature_consultation',
      kind: 'failure',
    });
  });
});

describe('the corrupted laboratory feed, as a clinician reads it', () => {
  const id = 'corrupted-lab-feed';
  it('is traced back from the diagnosis that failed to the analysis that gave out nothing', () => {
    expect(said(id, 'cause')).toContain('it completed without output "lab_analysis"');
    expect(spreadIn(id)).toMatchObject({
      stepId: 'differential_diagnosis',
      cause: 'lab_results_analysis',
      broughtBy: ['lab_results_analysis'],
      fate: 'fatal',
    });
    expect(said(id, 'propagation')).toMatch(/^"differential_diagnosis" failed; .* did not run\. 4 of 9 steps/);
  });

  it('would be prevented by a check of what the laboratory analysis gives out', () => {
    expect(sectionOf(reportOn(id), preventionSection)!.points[0]).toMatchObject({
      stepId: 'lab_results_analysis',
      kind: 'output',
    });
  });
});

describe('the slow GPU pool, as an engineer reads it', () => {
  const id = 'slow-gpu-pool';
  it('names the pool with both steps that it slowed, and what that cost the run', () => {
    expect(said(id, 'cause')).toContain('it slowed "symptom_analysis", which took 23.7 s, usually');
    expect(said(id, 'cause')).toContain('slowed "differential_diagnosis", which took 31 s, usually');
    expect(said(id, 'propagation')).toMatch(/^Nothing failed\. The run took 1 min 28 s; half of 500 earlier runs/);
  });
});

describe('the swallowed validation error, as a clinician reads it', () => {
  const id = 'swallowed-validation-error';
  it('says that the validation completed all the same', () => {
    expect(said(id, 'propagation')).toContain(
      '"clinical_validation", its caller, completed as if nothing had happened.',
    );
    expect(said(id, 'history')).toBe('Never: step "guideline_check" did not run in any of 500 earlier runs.');
    expect(spreadIn(id)).toMatchObject({ stepId: 'guideline_check', fate: 'swallowed' });
  });
});
