import { z } from 'zod';
import { defineAnalysis, type RunView } from '@faultline/core';
import { criticalPath, SEGMENT_KINDS, type CriticalPath } from '@faultline/graph';
import type { Block } from '@faultline/model';
import { msOf } from './nanoseconds.ts';
import { timesOf, timesSchema } from './recorded-times.ts';
import { routeOf, routeSchema, routeText } from './route.ts';
import { scheduleRepairs, scheduleRepairsSchema, repairFacts } from './schedule-repairs.ts';

const stepIdSchema = z.string().nullable().describe('null: the run itself; no step is known to have held it up then.');

const schema = z.strictObject({
  makespanMs: z.number().describe('From the start of the run to its end, in milliseconds.'),
  segments: z.int().describe('Number of segments of the path.'),
  path: z
    .array(
      z.strictObject({
        executionId: z.string().nullable(),
        stepId: stepIdSchema,
        kind: z.enum(SEGMENT_KINDS),
        fromMs: z.number(),
        toMs: z.number(),
      }),
    )
    .describe('The longest segments in order of time; all of them, unless there are more than the option maxSegments.'),
  steps: z
    .array(
      z.strictObject({
        stepId: stepIdSchema,
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
    maxSteps: z.int().positive().default(20).describe('The most steps to list.'),
  }),
  analyze(run, { options }) {
    const path = criticalPath(run);
    if (path.node.length === 0) return undefined;
    const steps = stepsOnPath(run, path);
    return {
      makespanMs: msOf(run.untilNs - run.fromNs),
      segments: path.node.length,
      path: longestSegments(run, path, options.maxSegments),
      steps: steps.slice(0, options.maxSteps),
      stepsLeft: Math.max(0, steps.length - options.maxSteps),
      route: routeOf(run, path),
      times: timesOf(run),
      inferredShare: path.inferredShare,
      repairs: scheduleRepairs(run),
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
    ...(value.stepsLeft > 0 ? [{ type: 'text' as const, text: `And ${value.stepsLeft} more steps.` }] : []),
  ],
});

type OnPath = Value['steps'][number];

/** What every step had of the path, most first. O(segments + steps log steps). */
function stepsOnPath(run: RunView, path: CriticalPath): OnPath[] {
  const totals = new Map<string | null, { onPathNs: number; waitingNs: number }>();
  for (let at = 0; at < path.node.length; at++) {
    const stepId = stepIdOf(run, path.node[at]!);
    let total = totals.get(stepId);
    if (total === undefined) totals.set(stepId, (total = { onPathNs: 0, waitingNs: 0 }));
    const lengthNs = path.toNs[at]! - path.fromNs[at]!;
    total.onPathNs += lengthNs;
    if (path.kind[at] === DELAY) total.waitingNs += lengthNs;
  }
  return [...totals]
    .toSorted(([, a], [, b]) => b.onPathNs - a.onPathNs)
    .map(([stepId, { onPathNs, waitingNs }]) => ({
      stepId,
      onPathMs: msOf(onPathNs),
      waitingMs: msOf(waitingNs),
      share: onPathNs / (run.untilNs - run.fromNs),
    }));
}

const DELAY = SEGMENT_KINDS.indexOf('delay');

/** null: the run itself. */
const stepIdOf = (run: RunView, node: number): string | null => (node < 0 ? null : run.executions[node]!.stepId);

/** In order of time. */
function longestSegments(run: RunView, path: CriticalPath, limit: number): Value['path'] {
  const segments: Value['path'] = [];
  const isListed = path.node.length <= limit ? undefined : areLongest(path, limit);
  for (let at = 0; at < path.node.length; at++) {
    if (isListed?.[at] === 0) continue;
    const node = path.node[at]!;
    segments.push({
      executionId: node < 0 ? null : run.executions[node]!.id,
      stepId: stepIdOf(run, node),
      kind: SEGMENT_KINDS[path.kind[at]!]!,
      fromMs: msOf(path.fromNs[at]!),
      toMs: msOf(path.toNs[at]!),
    });
  }
  return segments;
}

/** By segment, 1: one of the longest; of equals the earlier. O(segments log segments). */
function areLongest({ fromNs, toNs }: CriticalPath, limit: number): Uint8Array {
  const lengthNs = toNs.map((ns, at) => ns - fromNs[at]!);
  const isLongest = new Uint8Array(toNs.length);
  // Sorting numbers is far faster than sorting by a comparison: the length that the last of them has is enough.
  const least = lengthNs.toSorted()[lengthNs.length - limit]!;
  let left = limit;
  for (let at = 0; at < lengthNs.length; at++) if (lengthNs[at]! > least) left--;
  for (let at = 0; at < lengthNs.length; at++) {
    if (lengthNs[at]! > least || (lengthNs[at] === least && left-- > 0)) isLongest[at] = 1;
  }
  return isLongest;
}

function factsOf(value: Value): Extract<Block, { type: 'facts' }>['facts'] {
  const { makespanMs, segments, path, times, inferredShare, repairs } = value;
  const isCut = path.length < segments;
  return [
    { label: 'Makespan', value: { value: makespanMs, unit: 'ms' } },
    {
      label: 'Segments',
      value: isCut ? `${segments}, the ${path.length} longest are listed` : { value: segments, unit: 'count' },
    },
    ...(times === 'derived' ? [{ label: 'Times', value: 'derived, not measured' }] : []),
    { label: 'Known from time order only', value: { value: inferredShare, unit: 'share' } },
    ...repairFacts(repairs),
  ];
}
