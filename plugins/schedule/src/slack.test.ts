import { describe, expect, it } from 'vitest';
import { AnalysisEngine, sectionOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { gantt, runOf } from '@faultline/plugin-testkit';
import schedule, { slackSection } from './index.ts';

const analyzed = async (run: Run, maxSteps = 40) => {
  const engine = new AnalysisEngine([schedule], { rules: { 'schedule/slack': { options: { maxSteps } } } });
  const report = await engine.analyze(run);
  const section = report.sections.find(({ id }) => id === 'schedule/slack');
  return { value: sectionOf(report, slackSection), blocks: section?.blocks ?? [] };
};

describe('slack', () => {
  const run = gantt`
    fetch : ==
    lab   :   ==        <- fetch
    label :     =       <- lab
    parse :   ======    <- fetch
    report:         ==  <- parse, label
  `;

  it('gives each step its room, least first', async () => {
    expect((await analyzed(run)).value?.steps).toEqual([
      { stepId: 'fetch', executions: 1, slackMs: 0, freeSlackMs: 0 },
      { stepId: 'parse', executions: 1, slackMs: 0, freeSlackMs: 0 },
      { stepId: 'report', executions: 1, slackMs: 0, freeSlackMs: 0 },
      { stepId: 'lab', executions: 1, slackMs: 3, freeSlackMs: 0 },
      { stepId: 'label', executions: 1, slackMs: 3, freeSlackMs: 3 },
    ]);
  });

  it('counts a step as its tightest execution', async () => {
    const { value } = await analyzed(gantt`
      split  : =
      work[a]:  ====  <- split
      work[b]:  =     <- split
      merge  :      = <- work[a], work[b]
    `);
    expect(value?.steps).toContainEqual({ stepId: 'work', executions: 2, slackMs: 0, freeSlackMs: 0 });
  });

  it('says so where nobody waits', async () => {
    const { value, blocks } = await analyzed(gantt`
      fetch: ======
      audit: ==      { async: true }
    `);
    expect(value?.steps.at(-1)).toEqual({ stepId: 'audit', executions: 1, slackMs: null, freeSlackMs: null });
    expect(JSON.stringify(blocks)).toContain('["audit","nobody waits","nobody waits"');
  });

  it('lists the steps with the least slack and counts the others', async () => {
    const { value, blocks } = await analyzed(run, 3);
    expect(value).toMatchObject({ left: 2 });
    expect(value?.steps).toHaveLength(3);
    expect(blocks).toContainEqual({ type: 'text', text: 'And 2 more steps with at least as much slack.' });
  });

  it('leaves out what never began', async () => {
    expect((await analyzed(gantt`mail: /`)).value).toBeUndefined();
    expect((await analyzed(runOf([]))).value).toBeUndefined();
  });
});
