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
    const { value, blocks } = await analyzed(run);
    expect(value?.without).toEqual({ count: 3, first: ['fetch', 'parse', 'report'] });
    expect(blocks[0]).toEqual({ type: 'facts', facts: [{ label: 'No slack', value: 'fetch, parse, report' }] });
    expect(value?.steps).toEqual([
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
    expect(value).toMatchObject({ without: { count: 3, first: ['split', 'work', 'merge'] }, steps: [] });
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
    const { value, blocks } = await analyzed(run, 1);
    expect(value).toMatchObject({ without: { count: 3, first: ['fetch'] }, steps: [{ stepId: 'lab' }], left: 1 });
    expect(blocks[0]).toMatchObject({ facts: [{ value: 'fetch and 2 more' }] });
    expect(blocks).toContainEqual({ type: 'text', text: 'And 1 more step with at least as much slack.' });
  });

  it('shows ten steps with slack, and counts those that are only in its value', async () => {
    const short = Array.from({ length: 12 }, (_, index) => ({
      id: `s${index}`,
      stepId: `s${index}`,
      startMs: 0,
      endMs: 20 - index,
      status: 'completed' as const,
    }));
    const { value, blocks } = await analyzed(runOf([...short], { endMs: 20 }));
    const table = blocks.find((block) => block.type === 'table');
    expect([value?.without.count, value?.steps.length, table?.rows.length]).toEqual([1, 11, 10]);
    expect(table?.rows[0]?.[0]).toBe('s1');
    expect(blocks).toContainEqual({ type: 'text', text: 'And 1 more step with at least as much slack.' });
  });

  it('leaves out what never began', async () => {
    expect((await analyzed(gantt`mail: /`)).value).toBeUndefined();
    expect((await analyzed(runOf([]))).value).toBeUndefined();
  });
});
