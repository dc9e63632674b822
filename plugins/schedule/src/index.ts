import { definePlugin, type Plugin } from '@faultline/core';
import { criticalPathSection } from './critical-path.ts';
import { planSection } from './plan.ts';
import { slackSection } from './slack.ts';
import { timelineSection } from './timeline.ts';

/** Where the time of a run went: sections for its timeline, its critical path, its slack and its plan. */
const schedule: Plugin<'schedule'> = definePlugin({
  name: 'schedule',
  analyses: [timelineSection, planSection, criticalPathSection, slackSection],
});

export default schedule;
export { criticalPathSection } from './critical-path.ts';
export { planSection } from './plan.ts';
export { slackSection } from './slack.ts';
export { timelineSection } from './timeline.ts';
