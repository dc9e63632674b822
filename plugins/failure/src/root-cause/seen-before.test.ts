import { AnalysisEngine, definePlugin, viewOf } from '@faultline/core';
import { baselines, type Baselines } from '@faultline/facts';
import type { Run } from '@faultline/model';
import { gantt, learnedFrom } from '@faultline/plugin-testkit';
import { describe, expect, it } from 'vitest';
import { rootCauseSection } from './causes.ts';
import type { RootCandidate } from './root-causes.ts';
import { seenBefore, seenBeforeText } from './seen-before.ts';

const engine = new AnalysisEngine([definePlugin({ name: 'failure', analyses: [rootCauseSection] })]);
const failing = { ...gantt`fetch: ==x { failure: timeout }`, status: 'failed' } as const;
const fine = gantt`fetch: ==`;
const times = (count: number, run: Run): Run[] => Array.from({ length: count }, (_, at) => ({ ...run, id: `${at}` }));

async function historyAfter(...runs: readonly Run[]): Promise<readonly string[]> {
  const history = engine.load(await engine.learn(runs));
  const { summary } = await engine.analyze(failing, { history });
  return summary.filter(({ topic }) => topic === 'history').map(({ text }) => text);
}

it('says that nobody knows where nothing was learned', async () => {
  expect(await historyAfter()).toEqual(['Not known: nothing was learned from earlier runs.']);
});

it('says how often the step failed so before', async () => {
  expect(await historyAfter(...times(19, fine), failing)).toEqual([
    '1 of 20 earlier attempts at step "fetch" failed so (timeout), 5 %.',
  ]);
  expect(await historyAfter(...times(20, fine))).toEqual([
    'Never: none of 20 earlier attempts at step "fetch" failed so (timeout).',
  ]);
});

it('says so where the step never ran before', async () => {
  expect(await historyAfter(...times(20, gantt`mail: ==`))).toEqual([
    'Never: step "fetch" did not run in any of 20 earlier runs.',
  ]);
  expect(await historyAfter(gantt`mail: ==`)).toEqual(['Never: step "fetch" did not run in the one earlier run.']);
});

it('has nothing to say of a run in which nothing is wrong', async () => {
  const { summary } = await engine.analyze(fine);
  expect(summary.filter(({ topic }) => topic === 'history' || topic === 'propagation')).toEqual([]);
});

/** What is said of the step of a run in which it completed. */
const beforeOf = (history: readonly Run[]) => {
  const learned = learnedFrom({ baselines }, history).views.get(baselines.id) as Baselines;
  const run = viewOf(fine);
  const [execution] = run.executions;
  const place = { kind: 'step', stepId: 'fetch', item: 0 } as const;
  const candidate = { place, execution, probability: 1, clues: [], node: 0 } as unknown as RootCandidate;
  const before = seenBefore(run, candidate, learned);
  return before === null ? undefined : seenBeforeText(before);
};

describe('a step that completed', () => {
  it('is told how often it failed', () => {
    expect(beforeOf([...times(19, fine), failing])).toBe(
      'Not known: it completed this time, and only failures are counted. 1 of 20 earlier attempts at step "fetch" failed.',
    );
    expect(beforeOf(times(20, fine))).toBe(
      'Not known: it completed this time, and only failures are counted. None of 20 earlier attempts at step "fetch" failed.',
    );
    expect(beforeOf([])).toBe('Not known: nothing was learned from earlier runs.');
  });
});
