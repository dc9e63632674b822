import { AnalysisEngine, definePlugin, defineDetector, defineFailureRule, sectionOf } from '@faultline/core';
import type { Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { rootCauseSection } from './causes.ts';

/** Warns of each execution, of the later the surer. */
const detector = defineDetector({
  id: 'test/unusual',
  description: 'Warns.',
  severity: 'warning',
  messages: { odd: 'Step "{{step}}" was odd. It often is.' },
  detect(run, { report }) {
    for (const [at, execution] of run.executions.entries())
      report({ messageId: 'odd', at: [execution], data: { step: execution.stepId }, pValue: 0.01 / (at + 1) });
  },
});
const failureRule = defineFailureRule({
  id: 'test/storm',
  description: 'Warns.',
  severity: 'warning',
  messages: { storm: 'It stormed.' },
  diagnose(run, { report }) {
    report({ messageId: 'storm', at: run.executions.slice(0, 1), confidence: 0.9, causes: [] });
  },
});

const analyze = async (run: Run, rules: readonly (typeof detector | typeof failureRule)[]) =>
  new AnalysisEngine([
    definePlugin({ name: 'test', rules }),
    definePlugin({ name: 'failure', analyses: [rootCauseSection] }),
  ]).analyze(run);
const run = gantt`
  fetch: ==
  parse:   ==   <- fetch
`;

it('says that nothing broke, and what is least likely of what detectors warn of', async () => {
  const report = await analyze(run, [detector]);
  expect(report.summary.filter(({ topic }) => topic === 'cause').map(({ text }) => text)).toEqual([
    'Nothing broke. What is most unusual: step "parse" was odd (and 1 more).',
  ]);
  const value = sectionOf(report, rootCauseSection)!;
  expect(value.roots).toEqual([]);
  expect(value.unusual).toMatchObject({ says: 'Step "parse" was odd', others: 1 });
});

it('is silent where nobody warns, and where a failure rule tells more', async () => {
  expect(sectionOf(await analyze(run, []), rootCauseSection)).toBeUndefined();
  expect(sectionOf(await analyze(run, [detector, failureRule]), rootCauseSection)).toBeUndefined();
});

it('does not say that nothing broke of a run that failed', async () => {
  const value = sectionOf(await analyze({ ...run, status: 'failed' }, [detector]), rootCauseSection);
  expect(value?.unusual ?? null).toBeNull();
});
