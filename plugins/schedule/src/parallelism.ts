import { z } from 'zod';
import { defineAnalysis, formatQuantity, hasTimes, quoted, type RunView, timesOf } from '@faultline/core';
import { criticalPath, waits } from '@faultline/graph';
import type { Block } from '@faultline/model';
import { concurrency } from './concurrency.ts';
import { concurrencyColumns, concurrencySchema, concurrencyTimeline } from './concurrency-columns.ts';
import { declaredPlan } from './declared-plan.ts';
import { msOf } from './nanoseconds.ts';
import { qualified, timesSchema } from './recorded-times.ts';
import { serializedSteps, serializedStepSchema } from './serialized-steps.ts';

const schema = z.strictObject({
  times: timesSchema,
  makespanMs: z.number(),
  workMs: z.number().describe('Time of all that worked, added up: what one worker would take, without waiting.'),
  spanMs: z.number().describe('The part of the critical path that is work: what no number of workers goes below.'),
  timeOrderOnly: z
    .int()
    .describe(
      'How many executions on the critical path follow another by time order alone: nothing recorded says they must.',
    ),
  averageParallelism: z.number().describe('Work by span: how many workers could be kept busy on average.'),
  peak: z.int().describe('The most executions that worked at once.'),
  averageConcurrency: z.number().describe('Work by makespan: how many worked on average.'),
  utilization: z.number().describe('Average concurrency by peak: the share of the workers that were busy.'),
  declared: z
    .strictObject({ workMs: z.number(), spanMs: z.number(), speedUp: z.number() })
    .nullable()
    .describe(
      'The same of the definition: parallelism alone makes it at most so many times as fast. null: not declared.',
    ),
  concurrency: concurrencySchema,
  serialized: z.array(serializedStepSchema).describe('Steps that waited for others without need, largest gain first.'),
});

type Value = z.infer<typeof schema>;

/** What ran side by side, what could have, and what that would gain. */
export const parallelismSection = defineAnalysis({
  id: 'schedule/parallelism',
  description:
    'Compares what ran side by side with what could have: work, span, concurrency, steps serialised in vain.',
  chapter: 'performance',
  title: 'Parallelism',
  schema,
  options: z.strictObject({
    maxPoints: z.int().positive().default(40).describe('The most points of the concurrency over time to keep.'),
  }),
  analyze(run, { options }) {
    if (!hasTimes(run)) return undefined;
    const { workNs, spanNs, peak } = concurrency(run);
    if (spanNs === 0) return undefined;
    const makespanNs = run.untilNs - run.fromNs;
    return {
      times: timesOf(run),
      makespanMs: msOf(makespanNs),
      workMs: msOf(workNs),
      spanMs: msOf(spanNs),
      timeOrderOnly: followsByTimeOnly(run),
      averageParallelism: workNs / spanNs,
      peak,
      averageConcurrency: workNs / makespanNs,
      utilization: workNs / (makespanNs * peak),
      declared: declaredBound(run),
      concurrency: concurrencyColumns(run, options.maxPoints),
      serialized: serializedSteps(run),
    };
  },
  present: (value) => [
    { type: 'text', text: verdict(value) },
    ...concurrencyTimeline(value.concurrency, value.makespanMs),
    {
      type: 'facts',
      facts: [
        { label: 'Work', value: { value: value.workMs, unit: 'ms' } },
        { label: 'Span', value: { value: value.spanMs, unit: 'ms' } },
        { label: 'Average parallelism', value: { value: value.averageParallelism, unit: 'ratio' } },
        { label: 'At once, at most', value: { value: value.peak, unit: 'count' } },
        { label: 'At once, on average', value: { value: value.averageConcurrency, unit: 'count' } },
        { label: 'Busy, of the most at once', value: { value: value.utilization, unit: 'share' } },
      ],
    },
    ...serializedTable(value),
  ],
});

/** How many on the critical path follow one that nobody recorded they need. O(V + E). */
function followsByTimeOnly(run: RunView): number {
  const { isOnPath } = criticalPath(run);
  const { isImplied } = waits(run);
  return run.executions.reduce((count, _, node) => count + (isOnPath[node]! & isImplied[node]!), 0);
}

function declaredBound({ definition }: RunView): Value['declared'] {
  const plan = definition && declaredPlan(definition);
  if (plan === undefined) return null;
  const { workMs, criticalPathMs: spanMs } = plan;
  return { workMs, spanMs, speedUp: workMs / spanMs };
}

function verdict({ times, workMs, spanMs, timeOrderOnly, averageParallelism, declared, serialized }: Value): string {
  const [best] = serialized;
  const gain =
    best === undefined
      ? ''
      : ` ${quoted(best.stepId)} ran after ${quoted(best.after)} without need (${best.why}): ${formatQuantity(best.gainMs, 'ms')} to gain.`;
  return qualified(
    (declared === null
      ? boundText({ workMs, spanMs, speedUp: averageParallelism }, 'work', timeOrderOnly > 0)
      : boundText(declared, 'declared work', false)) + gain,
    times,
  );
}

/** Less is shown as 1x. */
const LEAST_SPEED_UP = 1.005;

/** `isAsRun`: that it is a chain is known from time alone, and may be habit. */
function boundText({ workMs, spanMs, speedUp }: NonNullable<Value['declared']>, of: string, isAsRun: boolean): string {
  const [work, span] = [formatQuantity(workMs, 'ms'), formatQuantity(spanMs, 'ms')];
  if (speedUp < LEAST_SPEED_UP)
    return isAsRun
      ? `The ${work} of ${of} are one chain, in part by time order alone: where nothing recorded asks for it, there may be something to gain.`
      : `Nothing to gain: the ${work} of ${of} are one chain.`;
  const condition = isAsRun ? ', as long as what only time orders keeps its order' : '';
  return `At most ${formatQuantity(speedUp, 'ratio')} from parallelism alone${condition}: ${work} of ${of}, ${span} of it in one chain.`;
}

function serializedTable({ serialized }: Value): Block[] {
  if (serialized.length === 0) return [];
  return [
    {
      type: 'table',
      columns: ['Serialised step', 'After', 'Why', 'Gain', 'Within resources'],
      rows: serialized.map(({ stepId, after, why, gainMs, gainWithinResourcesMs }) => [
        stepId,
        after,
        why,
        { value: gainMs, unit: 'ms' },
        gainWithinResourcesMs === null ? 'not known' : { value: gainWithinResourcesMs, unit: 'ms' },
      ]),
    },
  ];
}
