import { describe, expect, it } from 'vitest';
import { AnalysisEngine } from '@faultline/core';
import type { Insight, Report } from '@faultline/model';
import { runOf } from '@faultline/plugin-testkit';
import { pageOf } from './page.ts';
import { summaryBlock } from './summary-block.ts';

const page = pageOf({ columns: 70, isColored: false, isVerbose: false });
const said = (topic: Insight['topic'], text: string): Insight => ({ topic, text, findingIds: [] });

async function reportWith(rest: Partial<Report>): Promise<Report> {
  const report = await new AnalysisEngine([]).analyze(runOf([]));
  const steps = { ...report.run.steps, defined: 9 };
  return { ...report, run: { ...report.run, steps }, ...rest };
}

describe('summary', () => {
  it('answers in the order of the questions that one has', async () => {
    const summary = [
      said('advice', 'Cap the consultation at 12 s.'),
      said('trust', '2 findings about the trace itself.'),
      said('timing', 'Waiting took 5.8 s.'),
      said('history', 'In 7 of the last 200 runs, all with region = eu-west.'),
      said('propagation', '4 of 9 steps.'),
      said('cause', 'The consultation timed out.'),
      said('outcome', 'The run failed after 41.2 s.'),
    ];
    const assessment = { verdict: 'failed', trust: 'doubtful', text: '' } as const;
    expect(summaryBlock(await reportWith({ summary, assessment }), page)).toEqual([
      '  Outcome            The run failed after 41.2 s.',
      '  What broke first   The consultation timed out.',
      '  What it took down  4 of 9 steps.',
      '  Seen before        In 7 of the last 200 runs, all with region =',
      '                     eu-west.',
      '  Where time went    Waiting took 5.8 s.',
      '  What to do         Cap the consultation at 12 s.',
      '  Trust              doubtful: 2 findings about the trace itself.',
    ]);
  });

  it('numbers what there is to do, says what each would gain, and counts the rest', async () => {
    const actionItems = [
      { text: 'Cap it.', findingIds: [], healthPoints: 30, savesMs: 12_000 },
      { text: 'Start it earlier.', findingIds: [], healthPoints: 0, savesMs: 5_800 },
      { text: 'Cache it.', findingIds: [], healthPoints: 4 },
    ];
    const summary = [said('advice', 'Cap it.'), said('advice', 'Start it earlier.')];
    expect(summaryBlock(await reportWith({ summary, actionItems }), page)).toEqual([
      '  What to do         1  Cap it. (health +30, saves 12 s)',
      '                     2  Start it earlier. (saves 5.8 s)',
      '                     and 1 more',
    ]);
  });

  it('says what is not known, and nothing where there is nothing to say', async () => {
    const report = await reportWith({ summary: [] });
    expect(summaryBlock(report, page)).toEqual([]);
    const run = { ...report.run, steps: { ...report.run.steps, defined: null } };
    expect(summaryBlock({ ...report, run }, page)).toEqual([
      '  Not known          Whether steps are missing: no workflow definition',
      '                     was given.',
    ]);
  });

  it('stops an endless text after four lines, unless everything is asked for', async () => {
    const report = await reportWith({ summary: [said('cause', 'again and '.repeat(100))] });
    const lines = summaryBlock(report, page);
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toMatch(/ …$/);
    expect(summaryBlock(report, { ...page, isVerbose: true }).length).toBeGreaterThan(10);
  });
});
