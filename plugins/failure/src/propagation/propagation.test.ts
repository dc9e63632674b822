import { AnalysisEngine, definePlugin, sectionOf } from '@faultline/core';
import { workflowDefinitionSchema, type Block, type Run, type WorkflowDefinition } from '@faultline/model';
import { comprehensiveDiagnosticAnalysis, healthyRun } from '@faultline/plugin-healthcare';
import { gantt } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { propagationSection } from './propagation.ts';

const plugin = definePlugin({ name: 'failure', analyses: [propagationSection] });

async function analyzed(run: Run, definition?: WorkflowDefinition, options: Record<string, unknown> = {}) {
  const engine = new AnalysisEngine([plugin], { rules: { 'failure/propagation': { options } } });
  const report = await engine.analyze(run, definition === undefined ? {} : { definition });
  expect(report.findings.filter(({ kind }) => kind !== 'engine')).toEqual([]);
  const value = sectionOf(report, propagationSection);
  return { value, text: textOf(report.sections[0]?.blocks ?? []) };
}

const textOf = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      if (block.type === 'text') return block.text;
      if (block.type !== 'facts') return '';
      const cell = (value: (typeof block.facts)[number]['value']) =>
        typeof value === 'string' ? value : `${value.value} ${value.unit}`;
      return block.facts.map(({ label, value }) => `  ${label}: ${cell(value)}`).join('\n');
    })
    .join('\n');

describe('failure/propagation', () => {
  it('has nothing to say where nothing failed', async () => {
    expect((await analyzed(gantt`fetch: ==`)).value).toBeUndefined();
  });

  /** The literature timed out three times; the diagnosis can do without, and the rest went on. */
  const tolerated = failing(healthyRun(), 'medical_literature_consultation', 'timeout', []);
  it('tells a clinician what was contained, and by which tolerance', async () => {
    const { text, value } = await analyzed(tolerated, comprehensiveDiagnosticAnalysis);
    expect(value?.roots[0]).toMatchObject({ fate: 'contained', withoutInput: ['differential_diagnosis'], failed: [] });
    expect(text).toContain('"medical_literature_consultation" took too long and was given up after');
    expect(text).toContain('  Stopped at: "differential_diagnosis": it ran without, low criticality');
    expect(text).toContain('1 failure began in this run; 1 of 9 steps did not do their work');
  });

  /** The model behind the symptom analysis was down; what needed it was skipped. */
  const behind = [
    'medical_literature_consultation',
    'differential_diagnosis',
    'treatment_recommendation',
    'clinical_validation',
    'report_generation',
  ];
  it('tells a clinician what it took down, and what was in vain', async () => {
    const run = failing(healthyRun(), 'symptom_analysis', 'external_service_error', behind);
    const { text, value } = await analyzed(run, comprehensiveDiagnosticAnalysis);
    expect(value?.roots[0]).toMatchObject({
      fate: 'fatal',
      skipped: behind,
      path: [
        { stepId: 'symptom_analysis', link: 'none' },
        { stepId: 'differential_diagnosis', link: 'dependency' },
        { stepId: 'treatment_recommendation', link: 'dependency' },
        { stepId: 'clinical_validation', link: 'dependency' },
        { stepId: 'report_generation', link: 'dependency' },
      ],
    });
    expect(value?.down).toBe(6);
    // Ingestion, preprocessing and the lab were for nothing: all that needed them was down.
    expect(value?.roots[0]?.discardedMs).toBeGreaterThan(10_000);
    expect(text).toContain('"symptom_analysis" did not get what it asked a service for');
    expect(text).toContain(
      'Way it took: symptom_analysis > differential_diagnosis > treatment_recommendation > clinical_validation > report_generation',
    );
    expect(text).toMatch(/Steps it takes down: 5 here, [\d.]+ on average by the table/);
  });

  const definition = workflowDefinitionSchema.parse({
    id: 'drawn',
    steps: [{ id: 'fetch' }, { id: 'parse', dependencies: ['fetch'] }],
  });
  const ranOn: Run = {
    ...gantt`
      fetch: ==x
      parse:    ==
    `,
    status: 'completed',
  };
  it('goes by the table that is configured', async () => {
    const rules = [{ dependencyType: 'data', passes: 0.9 }];
    const { text, value } = await analyzed(ranOn, definition, { rules });
    expect(value?.roots[0]).toMatchObject({ expectedSteps: 0.9, contained: [{ passes: 0.9, isTolerated: false }] });
    expect(text).toContain(': the work went on, also where it must not.');
    expect(text).toContain('Went unnoticed at: "parse": it ran without, though it must not');
    expect((await analyzed(ranOn, definition)).value?.roots[0]?.expectedSteps).toBe(0.4);
  });

  it('follows the worst failures and counts the others', async () => {
    const run = gantt`
      a    : =x  { failure: timeout }
      a#2  :   =
      b    : =x
      c    :   /   <- b
      d    : =x
    `;
    const { value, text } = await analyzed(run, undefined, { maxRoots: 2 });
    expect(value?.roots.map(({ stepId, fate }) => [stepId, fate])).toEqual([
      ['b', 'fatal'],
      ['d', 'fatal'],
    ]);
    expect(value?.rootsLeft).toBe(1);
    expect(text).toContain('And 1 more failure.');
  });

  it('tells no time where none was recorded', async () => {
    const run: Run = {
      ...gantt`
        a  : =x  { failure: timeout }
        b  :   /   <- a
      `,
      notes: [{ id: 'ingest/order-only', severity: 'info', message: 'Times are derived.', executionIds: [] }],
    };
    const { value, text } = await analyzed(run);
    expect(value).toMatchObject({ wastedMs: null, roots: [{ tookMs: null, failedMs: null, discardedMs: null }] });
    expect(text).toContain('"a" took too long and was given up (95 % sure): it was not stopped.');
    expect(text).not.toMatch(/\dms| ms\b|wasted/);
  });

  it('says that all were mended', async () => {
    const run: Run = {
      ...gantt`
        a    : =x  { failure: timeout }
        a#2  :   =
      `,
      status: 'completed',
    };
    expect((await analyzed(run)).text).toBe(
      [
        '1 failure began in this run; all were mended; wasted: 2 ms of work.',
        '"a" took too long and was given up after 2 ms (95 % sure): it was tried again, and succeeded.',
        '  Stopped at: "a": a later attempt succeeded',
        '  Work that failed: 2 ms',
      ].join('\n'),
    );
  });
});

/** The run with one step failed, and others skipped because of it. */
function failing(run: Run, stepId: string, type: string, skipped: readonly string[]): Run {
  return {
    ...run,
    status: skipped.length > 0 ? 'failed' : 'completed',
    executions: run.executions.map((execution) => {
      if (execution.stepId === stepId) return { ...execution, status: 'failed', error: { type, message: '' } };
      if (skipped.includes(execution.stepId)) return { ...execution, status: 'skipped', endMs: execution.startMs };
      return execution;
    }),
  };
}
