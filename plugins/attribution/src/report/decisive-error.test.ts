import { AnalysisEngine, definePlugin } from '@faultline/core';
import type { Run } from '@faultline/model';
import { describe, expect, it } from 'vitest';
import { attributionSection } from './ranking.ts';
import { code } from '../chat.test-support.ts';
import { chatRun, type ChatLine } from '@faultline/plugin-testkit';
import { decisiveError } from './decisive-error.ts';
import { guessers } from '../learning/guessers.test-support.ts';

const engine = new AnalysisEngine([
  definePlugin({ name: 'attribution', rules: [decisiveError], analyses: [attributionSection] }),
]);
const reported = async (run: Run, labelled: readonly Run[] = []) =>
  engine.analyze(run, { history: engine.load(await engine.learn(labelled)) });
const causesIn = async (run: Run, labelled?: readonly Run[]): Promise<readonly string[]> =>
  (await reported(run, labelled)).summary.filter(({ topic }) => topic === 'cause').map(({ text }) => text);

const lines: readonly ChatLine[] = [
  { by: 'user', type: 'human', says: 'How many lamps does the catalogue of 1998 list?' },
  { by: 'Planner', says: 'The catalogue lists lamps by year, and the archive holds every year of it in order.' },
  { by: 'Coder', says: `The archive can be read by a program.\n${code('print(read_archive())')}` },
  { by: 'terminal', type: 'tool', says: 'NameError: read_archive', hasFailed: true },
  { by: 'Planner', says: 'The archive was read from its first page to its last, and nothing in it was left out.' },
];
const wrong = { status: 'completed', context: { is_correct: false } } as const;

describe('attribution/decisive-error', () => {
  it('leads the summary of a conversation that was graded as wrong, with its probability', async () => {
    const { findings, summary } = await reported(chatRun(lines, wrong));
    expect(findings).toMatchObject([
      { ruleId: 'attribution/decisive-error', severity: 'info', executionIds: ['turn-2'], stepIds: ['Coder'] },
    ]);
    expect(summary.filter(({ topic }) => topic === 'cause')).toEqual([
      {
        topic: 'cause',
        text: expect.stringMatching(
          /^Agent "Coder" probably made the decisive error, in step 2 \(counted from 0\): it asked for what was refused \(\d+(\.\d)? % sure\)\.$/,
        ),
        findingIds: [findings[0]?.id],
      },
    ]);
  });

  it('says nothing of one that may have come through its failures, or was graded as right', async () => {
    expect(await causesIn(chatRun(lines))).not.toContainEqual(expect.stringContaining('decisive'));
    expect(await causesIn(chatRun(lines, { context: { is_correct: true } }))).not.toContainEqual(
      expect.stringContaining('decisive'),
    );
  });

  it('says nothing of one that a failure ended: that broke first', async () => {
    const { executions, ...told } = chatRun(lines.slice(0, 4), { status: 'failed' });
    const [around, ...turns] = executions;
    const broken = { ...told, executions: [{ ...around, status: 'failed' as const }, ...turns] };
    expect(await causesIn(broken)).not.toContainEqual(expect.stringContaining('decisive'));
  });

  it('leaves it to the section to say that it cannot tell', async () => {
    const thin = [...lines.slice(0, 2), { by: 'Other', says: 'Perhaps it is.' }];
    expect(await causesIn(chatRun(thin, wrong))).toEqual([
      expect.stringMatching(/^Cannot tell which step made the decisive error: .* The first is step 1, by "Planner"/),
    ]);
    expect(await causesIn(chatRun(thin))).toEqual([]);
  });

  it('goes by what was learned, where labels were', async () => {
    const runs = guessers(30);
    const [cause, ...others] = await causesIn({ ...runs[28], context: {}, status: 'failed' }, runs.slice(0, 24));
    expect(cause).toContain('Agent "Guesser" probably made the decisive error, in step 2 (counted from 0)');
    expect(others).toEqual([]);
  });
});
