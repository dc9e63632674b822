import { expect, it } from 'vitest';
import { gantt } from '@faultline/plugin-testkit';
import { analyzed, derived } from './analyzed.test-support.ts';
import { criticalPathSection, slackSection } from './index.ts';

const run = gantt`fetch: ==`;

it('says of path and slack that they rest on derived times', async () => {
  const path = await analyzed(criticalPathSection, derived(run));
  expect(path.value?.times).toBe('derived');
  expect(path.blocks[1]).toMatchObject({
    facts: expect.arrayContaining([{ label: 'Times', value: 'derived, not measured' }]),
  });
  const slack = await analyzed(slackSection, derived(run));
  expect(slack.blocks.at(-1)).toEqual({ type: 'text', text: 'Times are derived, not measured.' });
});

it('says nothing of it where times were recorded', async () => {
  expect((await analyzed(criticalPathSection, run)).value?.times).toBe('recorded');
  expect(JSON.stringify((await analyzed(slackSection, run)).blocks)).not.toContain('derived');
});
