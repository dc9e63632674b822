import { describe, expect, it } from 'vitest';
import { AnalysisEngine, defineWorkflow, sectionOf } from '@faultline/core';
import type { WorkflowDefinition } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { diagnosis } from './diagnosis.test-support.ts';
import schedule, { planSection } from './index.ts';

const analyzed = async (definition?: WorkflowDefinition, maxSteps = 100) => {
  const engine = new AnalysisEngine([schedule], { rules: { 'schedule/plan': { options: { maxSteps } } } });
  const report = await engine.analyze(gantt`patient_data_ingestion: ==`, { definition });
  expect(report.findings).toEqual([]);
  const section = report.sections.find(({ id }) => id === 'schedule/plan');
  return { value: sectionOf(report, planSection), blocks: section?.blocks ?? [] };
};

describe('plan', () => {
  it('schedules nine steps of diagnosis: 59 s of work, a critical path of 53 s, 7 s of slack for the lab', async () => {
    const { value, blocks } = await analyzed(diagnosis);
    expect(value).toMatchObject({ workMs: 59_000, criticalPathMs: 53_000, averageParallelism: 59 / 53, undeclared: 0 });
    expect(value?.steps.map(({ stepId, slackMs }) => [stepId, slackMs])).toContainEqual([
      'lab_results_analysis',
      7_000,
    ]);
    expect(value?.steps.filter(({ slackMs }) => slackMs === 0)).toHaveLength(8);
    expect(value?.path).toEqual(diagnosis.steps.map(({ id }) => id).filter((id) => id !== 'lab_results_analysis'));
    expect(blocks[1]).toMatchObject({
      text: expect.stringMatching(/^Critical path as declared: patient_data_ingestion > .* > report_generation\.$/),
    });
  });

  it('takes the declared baseline where no expectation is given, and counts steps with neither', async () => {
    const { value } = await analyzed(
      defineWorkflow({
        id: 'drawn',
        steps: {
          fetch: { baseline: { durationMs: { p50: 4 } } },
          parse: { needs: ['fetch'], baseline: { durationMs: { mean: 2 } } },
          mail: { needs: ['parse'] },
        },
      }),
    );
    expect(value).toMatchObject({ workMs: 6, criticalPathMs: 6, undeclared: 1, path: ['fetch', 'parse'] });
    expect(value?.steps.map(({ expectedMs }) => expectedMs)).toEqual([4, 2, null]);
  });

  it('sums a large definition up without a table', async () => {
    const { value, blocks } = await analyzed(diagnosis, 8);
    expect(value).toMatchObject({ workMs: 59_000, steps: [] });
    expect(blocks.map(({ type }) => type)).toEqual(['facts', 'text']);
  });

  it('has nothing to say without a definition, without durations, or about a cycle', async () => {
    expect((await analyzed()).value).toBeUndefined();
    expect((await analyzed(defineWorkflow({ id: 'drawn', steps: { fetch: {} } }))).value).toBeUndefined();
    expect((await analyzed(defineWorkflow({ id: 'drawn', steps: {} }))).value).toBeUndefined();
    const knot = defineWorkflow({
      id: 'drawn',
      steps: { a: { needs: ['b'], expectedDurationMs: 1 }, b: { needs: ['a'], expectedDurationMs: 1 } },
    });
    expect((await analyzed(knot)).value).toBeUndefined();
  });
});
