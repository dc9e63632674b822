import { describe, expect, it } from 'vitest';
import { AnalysisEngine, definePlugin, defineValidator } from '@faultline/core';
import type { Report } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { RunTally } from './run-tally.ts';

const failed = defineValidator({
  id: 'tests/failed',
  description: 'Reports every execution that failed.',
  severity: 'error',
  messages: { failed: 'Step "{{step}}" failed.' },
  validate(run, { report }) {
    for (const execution of run.failed)
      report({ messageId: 'failed', at: [execution], data: { step: execution.stepId } });
  },
});
const engine = new AnalysisEngine([definePlugin({ name: 'tests', rules: [failed] })]);

/** A run of which so many executions failed. */
const reportOn = (id: string, failures: number): Promise<Report> =>
  engine.analyze(
    runOf(
      Array.from({ length: failures + 1 }, (_, index) =>
        executionOf({ id: `e${index}`, stepId: `s${index}`, status: index < failures ? 'failed' : 'completed' }),
      ),
      { id, status: failures > 1 ? 'failed' : 'completed' },
    ),
  );

describe('tally of runs', () => {
  it('keeps the worst, in the order of verdict and health, and of equals the first', async () => {
    const tally = new RunTally(3);
    for (const [id, failures] of [
      ['a', 0],
      ['b', 1],
      ['c', 2],
      ['d', 0],
      ['e', 2],
      ['f', 9],
      ['g', 1],
    ] as const)
      tally.add(await reportOn(id, failures));
    expect(tally.lines.map(({ runId }) => runId)).toEqual(['c', 'e', 'f']);
    expect(tally.worst?.run.id).toBe('c');
    expect(tally.count).toBe(7);
    expect(tally.verdicts).toEqual([
      { verdict: 'failed', runs: 3 },
      { verdict: 'faulty', runs: 2 },
      { verdict: 'healthy', runs: 2 },
    ]);
  });

  it('counts the rules that fired in several runs', async () => {
    const tally = new RunTally(50);
    tally.add(await reportOn('a', 1));
    expect(tally.shared).toEqual([]);
    tally.add(await reportOn('b', 2));
    tally.add(await reportOn('c', 0));
    expect(tally.shared).toEqual([{ ruleId: 'tests/failed', severity: 'error', runs: 2, findings: 3 }]);
  });

  it('names the workflow that they are all runs of', async () => {
    const tally = new RunTally(50);
    const report = await reportOn('a', 0);
    tally.add(report);
    tally.add(report);
    expect(tally.workflowId).toBe('drawn');
    tally.add({ ...report, run: { ...report.run, workflowId: 'other' } });
    expect(tally.workflowId).toBeUndefined();
  });

  it('says what broke first without the words that every sentence starts with', async () => {
    const tally = new RunTally(50);
    tally.add(await reportOn('a', 1));
    expect(tally.lines[0]).toMatchObject({ score: 85, cause: expect.stringMatching(/^"s0"/) });
  });

  it('names the rule of the worst finding where nothing broke', async () => {
    const tally = new RunTally(50);
    const report = await reportOn('a', 1);
    tally.add({ ...report, summary: [] });
    tally.add({ ...report, summary: [], findings: report.findings.map((one) => ({ ...one, severity: 'info' })) });
    expect(tally.lines.map(({ cause }) => cause)).toEqual(['tests/failed', '']);
  });
  it('leaves out how most sentences start', async () => {
    const report = await reportOn('a', 2);
    const said = (text: string): Report => ({ ...report, summary: [{ topic: 'cause', text, findingIds: [] }] });
    const tally = new RunTally(4);
    for (const text of [
      'Step "s0" failed.',
      'Nothing broke. What is most unusual: step "s0" took long.',
      'Nothing broke. What is most unusual: the run took long.',
      'Stepping stones.',
    ])
      tally.add(said(text));
    expect(tally.lines.map(({ cause }) => cause)).toEqual([
      '"s0" failed.',
      '"s0" took long.',
      'took long.',
      'Stepping stones.',
    ]);
  });
});
