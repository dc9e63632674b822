import { AnalysisEngine, definePlugin } from '@faultline/core';
import type { Run } from '@faultline/model';
import { gantt } from '@faultline/plugin-testkit';
import { expect, it } from 'vitest';
import { rootCauseSection } from './causes.ts';

const engine = new AnalysisEngine([definePlugin({ name: 'failure', analyses: [rootCauseSection] })]);

async function unknownOf(run: Run): Promise<readonly string[]> {
  const { summary } = await engine.analyze(run);
  return summary.filter(({ topic }) => topic === 'unknown').map(({ text }) => text);
}

it('says in the summary what comes into question where no fault convinces', async () => {
  const run = gantt`
    plan  : ==
    answer:   ==   <- plan
  `;
  const [text, ...more] = await unknownOf({ ...run, status: 'failed' });
  expect(text).toMatch(/^What broke first is not known: outside of the trace [\d.]+ %, step "\w+" [\d.]+ %, .+\.$/);
  expect(more).toEqual([]);
});

it('says nothing of the kind where one does, or nothing is wrong', async () => {
  const failed = gantt`fetch: ==x { failure: timeout }`;
  expect(await unknownOf({ ...failed, status: 'failed' })).toEqual([]);
  expect(await unknownOf(gantt`fetch: ==`)).toEqual([]);
});
