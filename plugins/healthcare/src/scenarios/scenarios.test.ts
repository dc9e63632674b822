import { viewOf } from '@faultline/core';
import { runSchema } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { comprehensiveDiagnosticAnalysis } from '../comprehensive-diagnostic-analysis.ts';
import { anomalies } from './anomalies.ts';
import { isExpected } from './fault.ts';
import { healthyRun } from './healthy-run.ts';
import { incidents } from './incidents.ts';
import { scenarios } from './scenarios.ts';

describe.each(scenarios)('scenario $id', ({ id, planted, run }) => {
  it('is a run of that name which fits the model, the same every time', () => {
    expect(run()).toEqual(run());
    expect(runSchema.parse(run())).toMatchObject({ id, workflowId: comprehensiveDiagnosticAnalysis.id });
  });

  it('has something wrong, and a finding for each', () => {
    expect(planted.length).toBeGreaterThan(0);
    expect(planted.filter(({ findings }) => findings.length === 0)).toEqual([]);
  });
});

it('names each scenario once', () => {
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
});

describe('the unusual run', () => {
  const unusual = viewOf(scenarios.find(({ id }) => id === 'unusual')!.run(), comprehensiveDiagnosticAnalysis);

  it.each(anomalies)('has, on its own in a healthy run: $fault', ({ plant }) => {
    expect(plant(healthyRun())).not.toEqual(healthyRun());
  });

  it('completes within its 60 s, every step within 1.3 times what it asks for', () => {
    expect(unusual.status).toBe('completed');
    expect(unusual.untilMs - unusual.startMs).toBeLessThan(60_000);
    for (const execution of unusual.executions)
      for (const [metric, asked] of Object.entries(unusual.stepOf(execution)!.resources))
        expect((execution.metrics[metric] ?? 0) / asked).toBeLessThanOrEqual(metric === 'memoryMiB' ? 1.5 : 1.3);
  });
});

describe.each(incidents)('incident $id', ({ root, affected, containedBy, run }) => {
  const view = viewOf(run(), comprehensiveDiagnosticAnalysis);

  it('names steps and resources that are there', () => {
    const resources = comprehensiveDiagnosticAnalysis.steps.flatMap((step) => Object.keys(step.resources));
    const steps = new Set(view.executions.map(({ stepId }) => stepId));
    expect(root.kind === 'resource' ? resources : [...steps]).toContain(root.name);
    expect(affected.filter((stepId) => !steps.has(stepId))).toEqual([]);
    expect([undefined, ...affected]).toContain(containedBy);
  });
});

describe('isExpected', () => {
  it('is a finding of the rule that names the steps, perhaps among others', () => {
    const expected = { ruleId: 'acme/slow', stepIds: ['fetch'] };
    expect(isExpected(expected, { ruleId: 'acme/slow', stepIds: ['fetch', 'parse'] })).toBe(true);
    expect(isExpected(expected, { ruleId: 'acme/slow', stepIds: ['parse'] })).toBe(false);
    expect(isExpected(expected, { ruleId: 'acme/late', stepIds: ['fetch'] })).toBe(false);
  });

  it('is one about the whole run where no step is expected', () => {
    expect(isExpected({ ruleId: 'acme/slow', stepIds: [] }, { ruleId: 'acme/slow', stepIds: [] })).toBe(true);
    expect(isExpected({ ruleId: 'acme/slow', stepIds: [] }, { ruleId: 'acme/slow', stepIds: ['fetch'] })).toBe(false);
  });
});
