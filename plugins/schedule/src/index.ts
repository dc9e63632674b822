import { definePlugin, type Plugin } from '@faultline/core';
import { bottlenecksSection } from './bottlenecks.ts';
import { criticalPathSection } from './critical-path.ts';
import { dependenciesSection } from './dependencies.ts';
import { flowSection } from './flow.ts';
import { parallelismSection } from './parallelism.ts';
import { performanceSection } from './performance.ts';
import { planSection } from './plan.ts';
import { slackSection } from './slack.ts';
import { timelineSection } from './timeline.ts';

/** Where the time of a run went, what stood in the way, and what could run side by side: sections of the report. */
const schedule: Plugin<'schedule'> = definePlugin({
  name: 'schedule',
  analyses: [
    timelineSection,
    flowSection,
    planSection,
    performanceSection,
    criticalPathSection,
    bottlenecksSection,
    parallelismSection,
    slackSection,
    dependenciesSection,
  ],
});

export default schedule;
export { bottlenecksSection } from './bottlenecks.ts';
export { criticalPathSection } from './critical-path.ts';
export { dependenciesSection } from './dependencies.ts';
export { flowSection } from './flow.ts';
export { parallelismSection } from './parallelism.ts';
export { performanceSection } from './performance.ts';
export { planSection } from './plan.ts';
export { slackSection } from './slack.ts';
export { timelineSection } from './timeline.ts';
