import { expect, it } from 'vitest';
import { gantt } from '@faultline/plugin-testkit';
import { analyzed, derived, ordered } from './analyzed.test-support.ts';
import {
  bottlenecksSection,
  criticalPathSection,
  dependenciesSection,
  flowSection,
  parallelismSection,
  performanceSection,
  slackSection,
  timelineSection,
} from './index.ts';

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

it('says nothing about time where only the order was recorded', async () => {
  const drawn = ordered(gantt`
    fetch: ==x
    parse:    ==  <- fetch
  `);
  const said = [
    await analyzed(bottlenecksSection, drawn),
    await analyzed(criticalPathSection, drawn),
    await analyzed(parallelismSection, drawn),
    await analyzed(performanceSection, drawn),
    await analyzed(slackSection, drawn),
  ];
  expect(said.filter(({ value }) => value !== undefined)).toEqual([]);
  const flow = await analyzed(flowSection, drawn);
  expect(flow.text).toBe('Only the order was recorded: how long anything took is not known.');
  expect(flow.blocks[1]).toEqual({ type: 'facts', facts: [{ label: 'Path', value: 'fetch > parse' }] });
  const timeline = await analyzed(timelineSection, drawn);
  expect(timeline.blocks[0]).toMatchObject({ hasTimes: false, bars: [{ isCritical: false }, { isCritical: false }] });
  expect(JSON.stringify((await analyzed(dependenciesSection, drawn)).blocks)).not.toMatch(/delay|ms/);
});
