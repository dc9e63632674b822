import { z } from 'zod';
import { defineAnalysis, hasTimes, type RunView, timesOf } from '@faultline/core';
import { stepIndex } from '@faultline/facts';
import { criticalPath, SEGMENT_KINDS, type CriticalPath } from '@faultline/graph';
import type { Block } from '@faultline/model';
import { foremost } from './foremost.ts';
import { msOf } from './nanoseconds.ts';
import { pathColumns, pathColumnsSchema } from './path-columns.ts';
import { timesSchema } from './recorded-times.ts';
import { routeOf, routeSchema, routeText } from './route.ts';
import { choiceFacts, scheduleChoices, scheduleChoicesSchema } from './schedule-choices.ts';
import { scheduleRepairs, scheduleRepairsSchema, repairFacts } from './schedule-repairs.ts';

const schema = z.strictObject({
  makespanMs: z.number().describe('From the start of the run to its end, in milliseconds.'),
  segments: z.int().describe('Number of segments of the path.'),
  path: pathColumnsSchema.describe(
    'The longest segments in order of time; all of them, unless there are more than the option maxSegments.',
  ),
  steps: z
    .array(
      z.strictObject({
        stepId: z.string().nullable().describe('null: the run itself; no step is known to have held it up then.'),
        onPathMs: z
          .number()
          .describe('Its own time; what it called counts for itself. The sum over all is the makespan.'),
        waitingMs: z.number().describe('The part of it that passed between being ready and being started.'),
        share: z.number(),
      }),
    )
    .describe('The steps with most time on the path.'),
  stepsLeft: z.int().describe('Steps on the path that are not in the list.'),
  route: routeSchema,
  times: timesSchema,
  inferredShare: z.number().describe('Share of the joints of the path that are known from time order only.'),
  repairs: scheduleRepairsSchema,
  choices: z.exactOptional(scheduleChoicesSchema).describe('How it was scheduled, where that is not as usual.'),
});

type Value = z.infer<typeof schema>;

/** The chain of work and waiting that decided when the run ended. */
export const criticalPathSection = defineAnalysis({
  id: 'schedule/critical-path',
  description: 'Names the chain of work and waiting that decided when the run ended, and what each step had of it.',
  chapter: 'performance',
  title: 'Critical path',
  schema,
  options: z.strictObject({
    maxSegments: z.int().positive().default(500).describe('The most segments to list; the longest are kept.'),
    maxSteps: z.int().positive().default(10).describe('The most steps to list.'),
  }),
  analyze(run, { options }) {
    if (!hasTimes(run)) return undefined;
    const path = criticalPath(run);
    if (path.node.length === 0) return undefined;
    const { steps, left } = stepsOnPath(run, path, options.maxSteps);
    const choices = scheduleChoices(run);
    return {
      makespanMs: msOf(run.untilNs - run.fromNs),
      segments: path.node.length,
      path: pathColumns(run, path, options.maxSegments),
      steps,
      stepsLeft: left,
      route: routeOf(run, path),
      times: timesOf(run),
      inferredShare: path.inferredShare,
      repairs: scheduleRepairs(run),
      ...(choices !== undefined && { choices }),
    };
  },
  present: (value) => [
    { type: 'text', text: routeText(value.route) },
    { type: 'facts', facts: factsOf(value) },
    {
      type: 'table',
      columns: ['Step', 'On path', 'Share', 'Waiting'],
      rows: value.steps.map(({ stepId, onPathMs, share, waitingMs }) => [
        stepId ?? '(unexplained)',
        { value: onPathMs, unit: 'ms' },
        { value: share, unit: 'share' },
        waitingMs > 0 ? { value: waitingMs, unit: 'ms' } : '',
      ]),
    },
    ...(value.stepsLeft > 0 ? [{ type: 'text' as const, text: leftText(value.stepsLeft) }] : []),
  ],
});

const leftText = (left: number): string => `And ${left} more ${left === 1 ? 'step' : 'steps'}.`;

type OnPath = Value['steps'][number];

/** What the steps had of the path, most first. O(segments + steps * limit). */
function stepsOnPath(run: RunView, path: CriticalPath, limit: number): { steps: OnPath[]; left: number } {
  const { ids, stepOf } = stepIndex(run);
  // The last row is the run itself.
  const onPathNs = new Float64Array(ids.length + 1);
  const waitingNs = new Float64Array(ids.length + 1);
  for (let at = 0; at < path.node.length; at++) {
    const node = path.node[at]!;
    const step = node < 0 ? ids.length : stepOf[node]!;
    const lengthNs = path.toNs[at]! - path.fromNs[at]!;
    onPathNs[step]! += lengthNs;
    if (path.kind[at] === DELAY) waitingNs[step]! += lengthNs;
  }
  let count = 0;
  for (const ns of onPathNs) if (ns > 0) count++;
  const steps = foremost(ids.length + 1, Math.min(limit, count), (a, b) => onPathNs[b]! - onPathNs[a]!).map((step) => ({
    stepId: ids[step] ?? null,
    onPathMs: msOf(onPathNs[step]!),
    waitingMs: msOf(waitingNs[step]!),
    share: onPathNs[step]! / (run.untilNs - run.fromNs),
  }));
  return { steps, left: count - steps.length };
}

const DELAY = SEGMENT_KINDS.indexOf('delay');

function factsOf(value: Value): Extract<Block, { type: 'facts' }>['facts'] {
  const { makespanMs, segments, path, times, inferredShare, repairs } = value;
  const isCut = path.owners.length < segments;
  return [
    { label: 'Makespan', value: { value: makespanMs, unit: 'ms' } },
    {
      label: 'Segments',
      value: isCut ? `${segments}, the ${path.owners.length} longest are listed` : { value: segments, unit: 'count' },
    },
    ...(times === 'derived' ? [{ label: 'Times', value: 'derived, not measured' }] : []),
    { label: 'Known from time order only', value: { value: inferredShare, unit: 'share' } },
    ...repairFacts(repairs),
    ...choiceFacts(value.choices),
  ];
}
