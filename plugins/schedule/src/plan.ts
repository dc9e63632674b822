import { z } from 'zod';
import { defineAnalysis } from '@faultline/core';
import { criticalPath, segmentsOf, slack } from '@faultline/graph';
import { declaredPlan } from './declared-plan.ts';
import { msOf } from './nanoseconds.ts';
import { routeText, routeThrough } from './route.ts';

const schema = z.strictObject({
  workMs: z.number().describe('Sum of the expected durations of all steps, in milliseconds.'),
  criticalPathMs: z.number().describe('The least time in which it can be done, on as many workers as it can use.'),
  averageParallelism: z.number().describe('Work by critical path: how many workers it could keep busy on average.'),
  path: z.array(z.string()).describe('Step ids of the critical path, in order of time.'),
  steps: z.array(
    z.strictObject({
      stepId: z.string(),
      expectedMs: z.number().nullable().describe('null: not declared, and taken as no time.'),
      startMs: z.number().describe('The earliest start, from the start of the run.'),
      slackMs: z.number().nullable().describe('How much longer it may take. null: nobody waits for it.'),
    }),
  ),
  undeclared: z.int().describe('Steps without an expected duration.'),
});

/** The schedule that the definition allows, had every step taken as long as declared. */
export const planSection = defineAnalysis({
  id: 'schedule/plan',
  description: 'Schedules the workflow as it is declared: work, critical path, parallelism and slack.',
  chapter: 'flow',
  title: 'Plan',
  schema,
  options: z.strictObject({
    maxSteps: z.int().positive().default(100).describe('Definitions with more steps are summed up without a table.'),
  }),
  analyze({ definition }, { options }) {
    const plan = definition && declaredPlan(definition);
    if (plan === undefined) return undefined;
    const { dag, ids, expectedMs, workMs, criticalPathMs, undeclared } = plan;
    const { slackNs } = slack(dag);
    return {
      workMs,
      criticalPathMs,
      averageParallelism: workMs / criticalPathMs,
      path: Array.from(segmentsOf(criticalPath(dag)), ({ node }) => ids[node]!),
      steps:
        ids.length > options.maxSteps
          ? []
          : ids.map((stepId, node) => ({
              stepId,
              expectedMs: expectedMs.get(stepId) ?? null,
              startMs: msOf(dag.startNs[node]!),
              slackMs: Number.isFinite(slackNs[node]!) ? msOf(slackNs[node]!) : null,
            })),
      undeclared,
    };
  },
  present: ({ workMs, criticalPathMs, averageParallelism, path, steps, undeclared }) => [
    {
      type: 'facts',
      facts: [
        { label: 'Work', value: { value: workMs, unit: 'ms' } },
        { label: 'Critical path', value: { value: criticalPathMs, unit: 'ms' } },
        { label: 'Average parallelism', value: { value: averageParallelism, unit: 'ratio' } },
        ...(undeclared > 0
          ? [{ label: 'Steps without expected duration', value: { value: undeclared, unit: 'count' as const } }]
          : []),
      ],
    },
    { type: 'text', text: `Critical path as declared: ${routeText(routeThrough(path))}.` },
    ...(steps.length > 0
      ? [
          {
            type: 'table' as const,
            columns: ['Step', 'Expected', 'Earliest start', 'Slack'],
            rows: steps.map((step) => [
              step.stepId,
              step.expectedMs === null ? 'not declared' : { value: step.expectedMs, unit: 'ms' as const },
              { value: step.startMs, unit: 'ms' as const },
              step.slackMs === null ? 'nobody waits' : { value: step.slackMs, unit: 'ms' as const },
            ]),
          },
        ]
      : []),
  ],
});
