import { AnalysisEngine, definePlugin, sectionOf } from '@faultline/core';
import { reportSchema, type Block, type Report, type Run } from '@faultline/model';
import { faultyRun } from '@faultline/plugin-healthcare';
import { describe, expect, it } from 'vitest';
import { attributionSection } from './ranking.ts';
import { code } from '../chat.test-support.ts';
import { chatRun, type ChatLine } from '@faultline/plugin-testkit';
import { guessers } from '../learning/guessers.test-support.ts';

const engine = new AnalysisEngine([definePlugin({ name: 'attribution', analyses: [attributionSection] })]);

async function analyzed(run: Run, labelled: readonly Run[] = []): Promise<Report> {
  const report = await engine.analyze(run, { history: engine.load(await engine.learn(labelled)) });
  expect(report.findings).toEqual([]);
  return reportSchema.parse(report);
}

const blocksIn = ({ sections: [section] }: Report): readonly Block[] => section?.blocks ?? [];
const textIn = (report: Report): string =>
  blocksIn(report)
    .map((block) => (block.type === 'text' ? block.text : ''))
    .join('');

const lines: readonly ChatLine[] = [
  { by: 'user', type: 'human', says: 'How many lamps does the catalogue of 1998 list?' },
  { by: 'Planner', says: 'The catalogue lists lamps by year, and the archive holds every year of it in order.' },
  { by: 'Coder', says: `The archive can be read by a program.\n${code('print(read_archive())')}` },
  { by: 'terminal', type: 'tool', says: 'NameError: read_archive', hasFailed: true },
  { by: 'Planner', says: 'The archive was read from its first page to its last, and nothing in it was left out.' },
];
const failed = chatRun(lines, { status: 'failed' });

describe('out of the box', () => {
  it('says in a sentence which step it was, by whom, how sure that is, and why', async () => {
    const report = await analyzed(failed);
    expect(textIn(report)).toMatch(
      /^Most likely the decisive error is in step 2, by "Coder" \(\d+(\.\d)? %\): it asked for what was refused\.$/,
    );
    expect(sectionOf(report, attributionSection)).toMatchObject({
      abstains: false,
      labelledRuns: 0,
      steps: [{ index: 2, executionId: 'turn-2', agent: 'Coder', learned: null }, {}, {}, {}],
      agents: [{ agent: 'Coder', learned: null }, {}, {}],
    });
  });

  it('names the agent where it is another, or has several steps', async () => {
    const again = chatRun([...lines, ...lines.slice(2, 4)], { status: 'failed' });
    expect(textIn(await analyzed(again))).toMatch(
      /it asked for what was refused; of the agents "Coder" is the most probable \(\d+(\.\d)? %\)\.$/,
    );
  });

  it('has a table of steps, and one of agents', async () => {
    const [, steps, agents] = blocksIn(await analyzed(failed));
    expect(steps).toMatchObject({
      columns: ['step, from 0', 'execution', 'agent', 'probability', 'what speaks for it'],
      rows: expect.arrayContaining([
        ['2', 'turn-2', 'Coder', { value: expect.closeTo(0.88, 2), unit: 'share' }, 'asked for what was refused'],
      ]),
    });
    expect(agents).toMatchObject({ columns: ['agent', 'probability'] });
  });

  it('says when it abstains', async () => {
    const thin = chatRun([...lines.slice(0, 2), { by: 'Other', says: 'Perhaps it is.' }], { status: 'failed' });
    const report = await analyzed(thin);
    expect(textIn(report)).toMatch(
      /^Cannot tell which step made the decisive error: nothing but place and wording speaks for any\. The first is step 1, by "Planner" \(\d+(\.\d)? %\)\.$/,
    );
    expect(sectionOf(report, attributionSection)?.abstains).toBe(true);
  });

  it('shows five of many', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ by: `Agent ${i}`, says: `The archive has a page ${i}.` }));
    const value = sectionOf(await analyzed(chatRun(many, { status: 'failed' })), attributionSection);
    expect([value?.steps.length, value?.agents.length]).toEqual([5, 5]);
  });
});

describe('as learned', () => {
  const runs = guessers(30);
  it('is told beside it, apart', async () => {
    const report = await analyzed({ ...runs[28], context: {}, status: 'failed' }, runs.slice(0, 24));
    expect(textIn(report)).toMatch(
      / As learned from 24 labelled runs it is in step 2, by "Guesser" \(\d+(\.\d)? %\)\.$/,
    );
    const value = sectionOf(report, attributionSection);
    expect(value?.steps.reduce((sum, { learned }) => sum + (learned ?? 0), 0)).toBeCloseTo(1, 9);
    const [, steps, agents] = blocksIn(report);
    expect(steps).toMatchObject({
      columns: ['step, from 0', 'execution', 'agent', 'out of the box', 'learned', 'what speaks for it'],
    });
    expect(agents).toMatchObject({ columns: ['agent', 'out of the box', 'learned'] });
  });

  it('says when the run was learned from itself', async () => {
    const report = await analyzed(runs[3] ?? failed, runs.slice(0, 24));
    expect(textIn(report)).toContain(' As learned from 24 labelled runs, this one among them, it is in step 1, by');
  });

  it('is silent with too few, and says so', async () => {
    const text = textIn(await analyzed(failed, runs.slice(0, 1)));
    expect(text).toMatch(/ Labelled runs learned: 1; to rank by them takes 20\.$/);
  });

  it('says how many were too long', async () => {
    const long = Array.from({ length: 401 }, () => ({ by: 'Planner', says: 'On.' }));
    const run = chatRun(long, { id: 'long', context: { 'label.decisiveExecution': 'turn-7' } });
    expect(textIn(await analyzed(failed, [run]))).toMatch(/ Labelled runs left out for their length: 1\.$/);
  });
});

describe('where it says nothing', () => {
  it('is a conversation that went well, any other workflow, and an empty run', async () => {
    const well = chatRun(lines.slice(0, 2));
    for (const run of [well, faultyRun(), chatRun([], { status: 'failed' })])
      expect((await analyzed(run)).sections).toEqual([]);
  });
});
